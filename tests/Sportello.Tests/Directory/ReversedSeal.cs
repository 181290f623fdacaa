using Sportello.Settings;

namespace Sportello.Tests.Directory;

/// <summary>Closes by turning round, with a mark at both ends: enough to see that nothing passes that was not closed.</summary>
internal sealed class ReversedSeal : ISeal
{
    private const string Mark = "closed";

    /// <summary>As if its key was gone: it opens nothing.</summary>
    public bool Lost { get; init; }

    public string Close(string secret) => Mark + new string([.. secret.Reverse()]) + Mark;

    public string? Open(string closed) => !Lost && closed.Length >= 2 * Mark.Length && closed.StartsWith(Mark, StringComparison.Ordinal) && closed.EndsWith(Mark, StringComparison.Ordinal)
        ? new string([.. closed[Mark.Length..^Mark.Length].Reverse()])
        : null;
}
