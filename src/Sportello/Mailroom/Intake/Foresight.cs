using Sportello.Jobs;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Intake;

/// <summary>A dry run: what would become of the letters, by their headers alone. Nothing is stored or touched.</summary>
internal sealed class Foresight(JobRun run, FolderOwner owner, FolderAnswer answer)
{
    public async Task Tell(IReadOnlyList<SeenLetter> letters, CancellationToken stop)
    {
        var judgement = new Judgement(run.House, run.Manner.Moment);
        await using var desk = await run.House.DeskOfProgram(run.Program, stop);
        var next = await desk.Sql.First("select value from counter where name = 'ticket'", r => r.GetInt64(0), stop);
        foreach (var seen in letters.OrderBy(l => l.SentAt).ThenBy(l => l.Head.Uid))
        {
            var key = seen.Letter.MessageId is { } id ? LetterKey.OfMessageId(id) : "";
            var decision = await judgement.Decide(desk, new ReadLetter(seen.Letter, key, "", seen.SentAt), Trace.New(), stop);
            var taken = decision switch
            {
                Decision.OpenIn => new Taken(LetterOutcome.Opened, (int)++next),
                Decision.LeaveAlone => new Taken(LetterOutcome.NoNumber),
                Decision.Report report => new Taken(LetterOutcome.Report, report.What.Ticket),
                Decision.AddTo add => new Taken(LetterOutcome.Added, add.Ticket.Number),
                Decision.SameAgain same => new Taken(LetterOutcome.Duplicate, same.Number),
                Decision.Refuse refuse => new Taken(LetterOutcome.Refused, Reason: refuse.Reason),
                Decision.Wait wait => new Taken(LetterOutcome.Held, Hold: wait.Hold, Reason: wait.Reason),
                _ => throw new InvalidOperationException($"{decision} leads nowhere."),
            };
            answer.Add(taken, seen.Letter.From?.Address ?? "", seen.Letter.Subject);
        }

        run.Log(LogLevel.Info, $"{owner.Folder}: {letters.Count} new letters, all left as they are");
    }
}
