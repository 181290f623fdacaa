namespace Sportello.Mailroom.Replaying;

/// <summary>One thing that today's reading sees otherwise.</summary>
/// <param name="What">sender, subject, sent, verdict, thread, text, html, files or folds.</param>
/// <param name="Was">How it was taken in.</param>
/// <param name="Now">How it would be today.</param>
public sealed record ReplayDifference(string What, string Was, string Now);

/// <summary>A stored letter read again with today's parser and rules.</summary>
/// <param name="Letter">The letter's number.</param>
/// <param name="Differences">None when nothing would be otherwise.</param>
/// <param name="Trace">What each step says today.</param>
/// <param name="Accepted">Whether today's reading was taken over.</param>
public sealed record Replay(long Letter, IReadOnlyList<ReplayDifference> Differences, IReadOnlyList<Spool.TraceLine> Trace, bool Accepted);
