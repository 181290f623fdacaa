using System.Globalization;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Mailroom.Outbox;
using Sportello.Messaging;
using Sportello.Tickets;
using Sportello.Webhooks;

namespace Sportello.Checkup;

/// <summary>How the house stands, for whoever draws curves of it.</summary>
/// <param name="Tickets">How many tickets are in each status; every status is there.</param>
/// <param name="MailDue">When the mail that waits longest was to go out; none when nothing waits.</param>
/// <param name="ChatDue">The same of messages to Slack and Jabber.</param>
/// <param name="WebhookDue">The same of messages to webhooks.</param>
/// <param name="Jobs">The last run of each program that has run.</param>
/// <param name="FreeBytes">Room to write in the data folder.</param>
public sealed record HouseNumbers(
    IReadOnlyDictionary<TicketStatus, long> Tickets, DateTime? MailDue, DateTime? ChatDue, DateTime? WebhookDue, IReadOnlyList<LastRun> Jobs, long FreeBytes);

/// <param name="Ended">None while it runs.</param>
public sealed record LastRun(string Job, DateTime Started, DateTime? Ended, Outcome? Outcome);

/// <summary>Reads them out of kept counts and the ends of indexes: the same work for ten tickets and for a million.</summary>
public sealed class ReadHouseNumbers(Desk desk)
{
    private static readonly string Mail = $"select min(due) from (select min(next_attempt_at) as due from mail_recipient where state = {(int)MailState.Waiting} union all select min(next_attempt_at) from mail_recipient where state = {(int)MailState.Delayed}) ends";
    private static readonly string Chat = $"select min(next_attempt_at) from chat_message where state = {(int)ChatState.Waiting}";
    private static readonly string Webhook = $"select min(due) from (select (select min(d.next_attempt_at) from webhook_delivery d where d.webhook_id = w.id and d.state = {(int)DeliveryState.Waiting}) as due from webhook w where w.active) ends";

    public async Task<HouseNumbers> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var counted = (await desk.Sql.List(
            "select status, sum(n) from ticket_count group by status",
            r => (Status: (TicketStatus)r.GetInt32(0), N: Convert.ToInt64(r.GetValue(1), CultureInfo.InvariantCulture)),
            stop)).ToDictionary(c => c.Status, c => c.N);
        var jobs = new List<LastRun>();
        foreach (var line in Timetable.Lines)
        {
            var last = await desk.Sql.First(
                "select started_at, ended_at, outcome from job_run where job = @job order by id desc limit 1",
                r => new LastRun(line.Name, r.Time(0), r.TimeOrNone(1), r.IsDBNull(2) ? null : (Outcome)r.GetInt32(2)),
                stop,
                ("@job", line.Name));
            jobs.AddRange(last is null ? [] : [last]);
        }

        return new(
            Enum.GetValues<TicketStatus>().ToDictionary(s => s, s => counted.GetValueOrDefault(s)),
            await Due(Mail, stop),
            await Due(Chat, stop),
            await Due(Webhook, stop),
            jobs,
            new DriveInfo(desk.House.Settings.DataFolder).AvailableFreeSpace);
    }

    private Task<DateTime?> Due(string statement, CancellationToken stop) => desk.Sql.First(statement, r => r.TimeOrNone(0), stop);
}
