using Sportello.Jobs;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Stores;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary><c>mail folders</c>: looks into each person's folder and takes in what is new. A folder that fails does not hold up the others.</summary>
public sealed class FoldersProgram(House house)
{
    public const string Name = "mail folders";

    /// <exception cref="ConfigurationFaults">There is no store to look into, or somebody in config.ini is not in the directory.</exception>
    public async Task<Ended<FoldersAnswer>> Run(Manner manner, CancellationToken stop)
    {
        var settings = house.Settings.Imap
            ?? throw new ConfigurationFaults([new Fault("config.ini", "imap", "host", "the mail server is needed, or maildir = the folder of a Maildir.")]);
        List<FolderOwner> owners;
        await using (var desk = await house.DeskOfProgram(Name, stop))
        {
            owners = await FolderOwner.All(desk, stop);
        }

        return await Job.Run(house, Name, manner, run => Round(run, settings, owners, stop), stop);
    }

    private static async Task<FoldersAnswer> Round(JobRun run, MailStoreSettings settings, List<FolderOwner> owners, CancellationToken stop)
    {
        if (owners.Count == 0)
        {
            run.Note(Said.Of("run.mail.nobody"));
        }

        var language = Words.Language.In(run.House.Settings.Work.Language);
        var answers = owners.Select(o => new FolderAnswer(o.Contact, o.Folder) { Language = language }).ToList();
        var book = new BoxBook(run);
        await using var line = new StoreLine(settings, run);
        foreach (var (owner, answer) in owners.Zip(answers))
        {
            var place = new BoxPlace(MailStores.BoxOf(settings), owner.Folder, owner.ContactId);
            if (await book.Rests(place, stop) is { } why)
            {
                answer.Resting = why;
                continue;
            }

            await Look(run, line, owner, answer, stop);
            if (!run.Manner.DryRun)
            {
                await (answer.Error is { } error ? book.Failed(place, error, stop) : book.WentWell(place, answer.Lag, stop));
            }
        }

        await BoxPost.Deliver(run, book, stop);
        Conclude(run, answers);
        return new FoldersAnswer(answers);
    }

    private static async Task Look(JobRun run, StoreLine line, FolderOwner owner, FolderAnswer answer, CancellationToken stop)
    {
        try
        {
            await line.Store().In(
                owner.Folder,
                run.Manner.DryRun,
                async (folder, stopping) =>
                {
                    answer.BeginAgain();
                    await new FolderVisit(run, line.Store().Box, folder, owner, answer).Go(stopping);
                    return answer;
                },
                stop);
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            answer.Error = e.Message;
        }
    }

    private static void Conclude(JobRun run, List<FolderAnswer> answers)
    {
        var broken = answers.Where(a => a.Error is not null).ToList();
        foreach (var resting in answers.Where(a => a.Resting is not null))
        {
            run.Note(Said.Of("run.mail.folder", ("contact", resting.Contact), ("folder", resting.Folder), ("why", resting.Resting)));
        }

        foreach (var answer in broken)
        {
            run.Failed(broken.Count == answers.Count ? Outcome.Outside : Outcome.Partly, Said.Of("run.mail.folder", ("contact", answer.Contact), ("folder", answer.Folder), ("why", answer.Error)));
        }

        var failed = answers.Sum(a => a.Failed);
        if (failed > 0)
        {
            run.Failed(Outcome.Partly, Said.Of("run.mail.failed", ("n", failed)));
        }

        run.Summary = Said.Of("run.mail.folders", ("n", answers.Sum(a => a.LookedAt)), ("opened", answers.Sum(a => a.Opened.Count)), ("added", answers.Sum(a => a.AddedTo.Count)), ("held", answers.Sum(a => a.Held)));
    }

    /// <summary>The store, opened when first needed.</summary>
    private sealed class StoreLine(MailStoreSettings settings, JobRun run) : IAsyncDisposable
    {
        private IMailStore? _store;

        public IMailStore Store() => _store ??= MailStores.Of(settings, run.House.Clock, warning => run.Log(LogLevel.Warning, warning));

        public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
