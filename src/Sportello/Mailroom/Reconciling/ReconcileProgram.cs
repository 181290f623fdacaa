using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Stores;
using Sportello.Words;

namespace Sportello.Mailroom.Reconciling;

/// <summary>
/// <c>mail reconcile</c>: holds the server, the ledger and the database beside each other. It changes nothing, and waits until no other program is at the mail,
/// since what is being taken in is rightly in two places for a moment.
/// </summary>
public sealed class ReconcileProgram(House house)
{
    public const string Name = "mail reconcile";

    public Task<Ended<ReconcileAnswer>> Run(Manner manner, CancellationToken stop) => Job.Run(house, Name, manner, run => Compare(run, stop), stop);

    private static async Task<ReconcileAnswer> Compare(JobRun run, CancellationToken stop)
    {
        await using var folders = await Lease.Take(run.House, FoldersProgram.Name, Lease.Patience, stop);
        await using var journal = await Lease.Take(run.House, JournalProgram.Name, Lease.Patience, stop);
        if (folders is null || journal is null)
        {
            throw Refusal.Conflict("Mail is being taken in all the time, so nothing can be compared; try again when it is quieter.");
        }

        var differences = new List<string>();
        var compared = new List<ReconciledFolder>();
        if (run.House.Settings.Imap is { } settings)
        {
            await using var store = MailStores.Of(settings, run.House.Clock, warning => run.Log(LogLevel.Warning, warning));
            foreach (var (folder, isJournal) in await Folders(run.House, stop))
            {
                await Look(run, store, folder, isJournal, compared, differences, stop);
            }
        }

        await using var desk = await run.House.DeskOfProgram(Name, stop);
        differences.AddRange(await new BooksAmongThemselves(desk).Differences(stop));
        var answer = new ReconcileAnswer(compared, await Count(desk, "letter", stop), await Count(desk, "mail_recipient", stop), differences);
        run.Summary = Said.Of("run.mail.reconciled", ("letters", answer.Letters), ("mails", answer.Mails));
        if (differences.Count > 0)
        {
            run.Failed(Outcome.Partly, Said.Of("run.mail.differences", ("n", differences.Count)));
        }

        return answer;
    }

    private static async Task Look(
        JobRun run, IMailStore store, string name, bool isJournal, List<ReconciledFolder> compared, List<string> differences, CancellationToken stop)
    {
        try
        {
            var seen = await store.In(name, forReading: true, (folder, stopping) => new FolderBesideLedger(run.House, store.Box, folder, isJournal).Compare(stopping), stop);
            compared.Add(seen.Folder);
            differences.AddRange(seen.Differences);
            if (isJournal)
            {
                differences.AddRange(await UnmatchedBesideLedger.Compare(run.House, store, name, stop));
            }
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            differences.Add($"{name}: could not be compared. {e.Message}");
        }
    }

    private static async Task<List<(string Folder, bool IsJournal)>> Folders(House house, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(Name, stop);
        var folders = (await FolderOwner.All(desk, stop)).Select(o => o.Folder).Distinct(StringComparer.Ordinal).Select(f => (f, false)).ToList();
        if (house.Settings.Imap?.Journal is { Length: > 0 } journal)
        {
            folders.Add((MailStores.PlainName(journal), true));
        }

        return folders;
    }

    private static async Task<long> Count(Desk desk, string table, CancellationToken stop) =>
        await desk.Sql.First($"select count(*) from {table}", r => r.GetInt64(0), stop);
}
