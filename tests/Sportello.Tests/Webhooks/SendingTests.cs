using System.Net;
using Sportello.Data;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.Webhooks;

namespace Sportello.Tests.Webhooks;

/// <summary>How webhooks are sent: where they may go, how often they are tried, and by whom.</summary>
public sealed class SendingTests
{
    [Theory]
    [InlineData("http://127.1/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("https://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://192.168.1.1:8080/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("ftp://hooks.barilla.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:word@hooks.barilla.example/")]
    [InlineData("not an address")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_address_that_webhooks_may_not_go_to_is_refused(string? url)
    {
        await using var wire = await Wire.Open(DatabaseProvider.Sqlite);
        wire.Town.House.Take(wire.Town.House.Settings with { Webhooks = new() });
        await using var sandro = await wire.Town.DeskOf("sandro");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new AddWebhook(sandro).Run(new(url, WebhookEvents.All), default));
        Assert.Equal((RefusalReason.Invalid, "url"), (refusal.Reason, refusal.Field));
        Assert.DoesNotContain("refusal.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await wire.Town.Rows("select id from webhook"));
    }

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:1.1.1.1", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("ff02::1", false)]
    [InlineData("255.255.255.255", false)]
    public void What_lies_out_in_the_world_is_told_from_what_does_not(string address, bool isPublic) => Assert.Equal(isPublic, Reach.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_leads_here_is_refused_when_the_connection_is_made()
    {
        await using var wire = await Wire.Open(DatabaseProvider.Sqlite);
        await wire.Add();
        var port = new Uri(wire.Receiver.Url).Port;
        await wire.Town.Sql($"update webhook set url = 'http://localhost:{port}/hook'");
        wire.Town.House.Take(wire.Town.House.Settings with { Webhooks = new() });
        await wire.Town.Ticket();

        await wire.Send();

        Assert.Empty(wire.Receiver.Calls);
        Assert.Equal(["ticket.opened 0 1 0"], await wire.Log());
        await using var sandro = await wire.Town.DeskOf("sandro");
        var row = (await new WebhookList(sandro).Deliveries(1, 50, null, default)).Items[0];
        Assert.Contains("allowPrivate", row.Trouble!.ToString(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_fails_is_tried_again_with_growing_pauses_and_then_given_up(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        await wire.Add();
        wire.Receiver.Answer = new string('x', 5000);
        await wire.Town.Ticket();
        TimeSpan[] pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];
        for (var i = 0; i < 8; i++)
        {
            wire.Receiver.Next.Enqueue(i == 3 ? 302 : 500);
        }

        await wire.Send();
        foreach (var (pause, before) in pauses.Select((p, i) => (p, i + 1)))
        {
            wire.Later(pause - TimeSpan.FromSeconds(1));
            await wire.Send();
            Assert.Equal(before, wire.Receiver.Calls.Count);
            wire.Later(TimeSpan.FromSeconds(1));
            await wire.Send();
            Assert.Equal(before + 1, wire.Receiver.Calls.Count);
        }

        wire.Later(TimeSpan.FromDays(7));
        await wire.Send();
        Assert.Equal(8, wire.Receiver.Calls.Count);
        Assert.All(wire.Receiver.Calls, c => Assert.Equal("/hook", c.Path));
        Assert.Single(wire.Receiver.Calls.DistinctBy(c => c.Delivery));
        Assert.Equal(["ticket.opened 2 8 500"], await wire.Log());

        // By hand it goes out once more, under the same id.
        await using var sandro = await wire.Town.DeskOf("sandro");
        var row = Assert.Single((await new WebhookList(sandro).Deliveries(1, 50, null, default)).Items);
        Assert.Equal(WebhookLine.MostAnswerBytes, row.Answer!.Length);
        await new CallWebhook(sandro).Again(1, row.Id, default);
        await wire.Send();
        Assert.Equal((9, row.Key), (wire.Receiver.Calls.Count, wire.Receiver.Calls.Last().Delivery));
        Assert.Equal(["ticket.opened 1 1 204"], await wire.Log());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_receiver_that_is_gone_is_switched_off_and_told_nothing_more_until_it_is_switched_on(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        var made = await wire.Add();
        wire.Receiver.Next.Enqueue(410);
        await wire.Town.Ticket();
        await wire.Send();
        await wire.Town.Ticket();
        Assert.Equal(["ticket.opened 2 1 410"], await wire.Log());
        await using var sandro = await wire.Town.DeskOf("sandro");
        Assert.Equal((false, true), (await new WebhookList(sandro).One(made.Id, default)) is { } gone ? (gone.Active, gone.Gone) : default);

        await new SwitchWebhook(sandro).Run(made.Id, active: true, default);
        await new CallWebhook(sandro).Ping(made.Id, default);
        await wire.Send();
        Assert.Equal(["ticket.opened", "ping"], wire.Receiver.Events);

        await new RemoveWebhook(sandro).Run(made.Id, default);
        Assert.Empty(await wire.Log());
        await wire.Town.Ticket();
        Assert.Empty(await wire.Log());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_nodes_at_once_send_each_once_and_in_order(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        await wire.Add();
        var number = await wire.Town.Ticket();
        await using (var luca = await wire.Town.DeskOf("luca"))
        {
            for (var i = 0; i < 30; i++)
            {
                await new ReplyToTicket(luca).Run(number, new($"note {i}", Internal: true), default);
            }
        }

        await using var other = await House.Open(wire.Town.House.Settings, wire.Town.Test.Clock, default);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Wire.Send(i % 2 == 0 ? wire.Town.House : other))));
        await wire.Send();

        Assert.Equal(31, wire.Receiver.Calls.Count);
        Assert.Equal(Enumerable.Range(0, 30), wire.Receiver.Calls.Skip(1).Select(c => int.Parse(c.Body.Split("note ")[1].Split('"')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_was_sent_and_not_noted_is_sent_again_under_the_same_id_and_nothing_is_lost(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        await wire.Add();
        await wire.Town.Ticket();
        var answer = new TaskCompletionSource();
        wire.Receiver.Until = answer.Task;
        using (var dies = new CancellationTokenSource())
        {
            // The receiver has it and has not answered: here the sender is cut off, as if it had been killed.
            var sending = wire.Send(dies.Token);
            while (wire.Receiver.Calls.IsEmpty)
            {
                await Task.Delay(10);
            }

            await dies.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        answer.SetResult();
        await using var other = await House.Open(wire.Town.House.Settings, wire.Town.Test.Clock, default);
        await Wire.Send(other);
        Assert.Single(wire.Receiver.Calls);
        wire.Later(TimeSpan.FromSeconds(10));
        await Wire.Send(other);

        Assert.Equal(2, wire.Receiver.Calls.Count);
        Assert.Single(wire.Receiver.Calls.DistinctBy(c => c.Delivery));
        Assert.Equal(["ticket.opened 1 2 204"], await wire.Log());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_secret_lies_sealed_and_the_log_is_swept_after_a_month(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        var made = await wire.Add();
        Assert.DoesNotContain(made.Secret, (await wire.Town.Rows("select secret from webhook"))[0], StringComparison.Ordinal);
        await wire.Town.Ticket();
        await wire.Send();
        using var line = new WebhookLine(allowPrivate: false);
        var send = new SendWebhooks(wire.Town.House, _ => [], line);
        wire.Later(TimeSpan.FromDays(29));
        await send.Sweep(default);
        Assert.Single(await wire.Log());
        wire.Later(TimeSpan.FromDays(2));
        await send.Sweep(default);
        Assert.Empty(await wire.Log());
    }
}
