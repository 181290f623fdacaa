using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Mailroom.Outbox;

/// <summary>What <c>mail send</c> did; the members are those of its JSON.</summary>
public sealed record SendAnswer(int Sent, int Delayed, int Refused, int GivenUp, int Doubtful, int Waiting, IReadOnlyList<SentMail> Mails);

/// <summary><c>mail send</c>: sends what waits in the outbox. Also what <c>serve</c> does by itself, only at once.</summary>
public sealed class SendProgram(House house)
{
    public const string Name = "mail send";
    private const int MostForeseen = 1000;

    /// <exception cref="ConfigurationFaults">There is no server to send by.</exception>
    public Task<Ended<SendAnswer>> Run(Manner manner, CancellationToken stop) => house.Settings.Smtp is { } smtp
        ? Job.Run(house, Name, manner, run => manner.DryRun ? Foresee(run, stop) : Send(run, smtp, stop), stop)
        : throw new ConfigurationFaults([new Fault("config.ini", "smtp", "host", "the server that takes our mail is needed, and from, the address it goes out from.")]);

    private static async Task<SendAnswer> Send(JobRun run, SmtpSettings smtp, CancellationToken stop)
    {
        await new MailQueue(run.House, Name).HurryUp(run.Manner.Moment, stop);
        var round = await new SendMail(run.House, smtp, Name).Run(run.Manner.Moment, stop);
        if (round.Unreachable is { } why)
        {
            run.Failed(Outcome.Outside, Said.Plain($"{smtp.Host}: {why}"));
        }

        var answer = await Answer(run.House, round.Mails, stop);
        Conclude(run, answer);
        return answer;
    }

    private static void Conclude(JobRun run, SendAnswer answer)
    {
        if (answer.Refused + answer.GivenUp + answer.Doubtful > 0)
        {
            run.Failed(Outcome.Partly, Said.Of("run.mail.refused", ("n", answer.Refused), ("given", answer.GivenUp), ("doubtful", answer.Doubtful)));
        }

        if (answer.Delayed > 0)
        {
            run.Failed(Outcome.Outside, Said.Of("run.mail.delayed", ("n", answer.Delayed)));
        }

        run.Summary = Said.Of("run.mail.sent", ("n", answer.Sent), ("waiting", answer.Waiting));
    }

    /// <summary>A dry run: what would be tried now.</summary>
    private static async Task<SendAnswer> Foresee(JobRun run, CancellationToken stop)
    {
        await using var desk = await run.House.DeskOfProgram(Name, stop);
        var due = await new MailQueue(run.House, Name).Due(desk, run.Manner.Moment, MostForeseen, stop);
        return await Answer(run.House, [.. due.Select(m => new SentMail(m.Number, m.Address, MailState.Waiting, null))], stop);
    }

    private static async Task<SendAnswer> Answer(House house, IReadOnlyList<SentMail> mails, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(Name, stop);
        var waiting = await desk.Sql.First("select count(*) from mail_recipient where state in (0, 1, 2, 4)", r => (int)r.GetInt64(0), stop);
        return new SendAnswer(Of(MailState.Sent), Of(MailState.Delayed), Of(MailState.Refused), Of(MailState.GivenUp), Of(MailState.Doubtful), waiting, mails);

        int Of(MailState state) => mails.Count(m => m.State == state);
    }
}
