namespace Sportello.Wire.Mime;

/// <summary>What was read of a letter's body.</summary>
internal sealed record LetterBody(string Text, string? Html);
