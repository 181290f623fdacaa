namespace Sportello.Mailroom.Reconciling;

/// <summary>What <c>mail reconcile</c> compared; the members are those of its JSON.</summary>
/// <param name="Folders">Each folder, as the server and as the ledger have it.</param>
/// <param name="Letters">Letters in the ledger.</param>
/// <param name="Mails">Mails in the outbox, one for each recipient.</param>
/// <param name="Differences">A sentence each; none when every letter is in exactly one place with one outcome.</param>
public sealed record ReconcileAnswer(IReadOnlyList<ReconciledFolder> Folders, long Letters, long Mails, IReadOnlyList<string> Differences);

/// <param name="Folder">Its plain name.</param>
/// <param name="OnServer">Letters that stand there.</param>
/// <param name="InLedger">Of those, letters the ledger knows.</param>
/// <param name="TakenAway">Letters the ledger knows that somebody has moved or deleted since.</param>
public sealed record ReconciledFolder(string Folder, int OnServer, int InLedger, int TakenAway);
