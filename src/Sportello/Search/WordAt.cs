namespace Sportello.Search;

/// <summary>A word of a text: where it stands, and the form under which all its inflections are found.</summary>
internal readonly record struct WordAt(int Start, int Length, string Stem);
