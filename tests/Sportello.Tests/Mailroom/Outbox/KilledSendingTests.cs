using System.Globalization;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Testing;
using Sportello.Tests.Notices;
using Sportello.Tickets;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom.Outbox;

/// <summary>
/// The built program, killed at random moments while many mails go out, and the mail server restarted in between: none is sent twice and none is lost.
/// SPORTELLO_KILL_LETTERS and SPORTELLO_KILLS make it larger.
/// </summary>
public sealed class KilledSendingTests(MailServer server) : IClassFixture<MailServer>
{
    private static int Letters => Of("SPORTELLO_KILL_LETTERS", 120);

    private static int Kills => Of("SPORTELLO_KILLS", 6);

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task None_is_sent_twice_and_none_is_lost(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider, settings => settings with { Smtp = server.Settings, Outgoing = new() { Undo = TimeSpan.Zero } });
        world.Test.Clock.Now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await Write(world);
        var program = new BuiltProgram(world.House);
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using (var process = program.Start("mail", "send"))
            {
                await UntilItSends(world, process);
                await Task.Delay(chance.Next(0, 120));
                interrupted += process.HasEnded ? 0 : 1;
                if (kill % 3 == 1)
                {
                    server.Postfix.Restart();
                }
            }
        }

        Assert.True(interrupted > Kills / 2, $"Only {interrupted} of {Kills} runs were still at work when they were killed (seed {seed}).");
        await SendTheRest(program, seed);
        await SettleDoubts(world);
        await SendTheRest(program, seed);
        await AllDelivered();
        var ids = (await world.Rows("select message_id, state from mail_recipient order by id", r => (Id: r.GetString(0), State: (MailState)r.GetInt32(1)))).ToList();
        Assert.Equal(Letters, ids.Count);
        Assert.All(ids, m => Assert.True(m.State == MailState.Sent, $"{m.Id} is {m.State} (seed {seed})"));
        var arrived = await Arrived(world);
        var twice = arrived.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
        Assert.True(twice.Count == 0, $"{twice.Count} came twice (seed {seed}): {string.Join(' ', twice.Take(3))}");
        var lost = ids.Select(i => i.Id).Except(arrived).ToList();
        Assert.True(lost.Count == 0, $"{lost.Count} are lost (seed {seed}): {string.Join(' ', lost.Take(3))}");
        Assert.Equal(Letters, arrived.Count);
    }

    private static async Task Write(NoticeWorld world)
    {
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        for (var i = 0; i < Letters / 2; i++)
        {
            await new ReplyToTicket(luca).Run(number, new($"Reply {i}."), default);
        }
    }

    /// <summary>Most of a run's time is its start; the moments that count begin when it has taken some mails.</summary>
    private static async Task UntilItSends(NoticeWorld world, ServerProcess process)
    {
        var id = $"/{process.Id.ToString(CultureInfo.InvariantCulture)}/";
        while (!process.HasEnded && !(await world.Rows("select claimed_by from mail_recipient where state in (1, 2)", r => r.GetString(0))).Exists(h => h.Contains(id, StringComparison.Ordinal)))
        {
            await Task.Delay(10);
        }
    }

    private static async Task SendTheRest(BuiltProgram program, int seed)
    {
        using var last = program.Start("mail", "send");
        Assert.True(last.WaitForEnd(TimeSpan.FromMinutes(3)), $"The last run does not end (seed {seed}):\n{last.Output}");
        await Task.CompletedTask;
    }

    /// <summary>What a person does who finds doubtful mails: looks whether they arrived, and decides.</summary>
    private async Task SettleDoubts(NoticeWorld world)
    {
        await AllDelivered();
        var arrived = (await Arrived(world)).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, message) in await world.Rows("select id, message_id from mail_recipient where state = 7", r => (r.GetInt64(0), r.GetString(1))))
        {
            await using var desk = await world.House.DeskOfProgram("test", default);
            await (arrived.Contains(message) ? new RetryMail(desk).Arrived(id, default) : new RetryMail(desk).Run(id, default));
        }
    }

    private async Task AllDelivered()
    {
        for (var tries = 0; server.Postfix.Underway > 0; tries++)
        {
            Assert.True(tries < 600, $"Postfix does not deliver:\n{server.Postfix.Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>The letters of this house; others may have sent by the same server.</summary>
    private async Task<List<string>> Arrived(NoticeWorld world)
    {
        var ids = new List<string>();
        foreach (var raw in new[] { "francesca", "giorgia" }.SelectMany(server.Postfix.LettersOf))
        {
            ids.Add((await Letter.ReadAsync(new MemoryStream(raw))).MessageId!);
        }

        ids.RemoveAll(id => OwnMessageId.Read(id, world.House.MailKey.Signature) is null);
        return ids;
    }

    private static int Of(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;
}
