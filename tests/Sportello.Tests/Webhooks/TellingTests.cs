using System.Text;
using Sportello.Data;
using Sportello.Projects;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.Webhooks;
using Sportello.WorkItems;

namespace Sportello.Tests.Webhooks;

/// <summary>What a webhook is told, and what it is not.</summary>
public sealed class TellingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everything_that_happens_is_told_in_its_order_once_and_signed(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        var made = await wire.Add();
        var number = await wire.Town.Ticket();
        await using (var luca = await wire.Town.DeskOf("luca"))
        {
            await new ReplyToTicket(luca).Run(number, new("Among us.", Internal: true), default);
            await new ChangeTicket(luca).Run(number, new() { Priority = Priority.Urgent }, default);
        }

        var item = await wire.Town.WorkItem();
        await using (var sandro = await wire.Town.DeskOf("sandro"))
        {
            await new CommentOnWorkItem(sandro).Run(item, "Begin here.", null, default);
            await new ChangeWorkItem(sandro).Run(item, new() { Status = WorkItemStatus.InProgress }, default);
            await new ChangeProject(sandro).Run(Town.Project, new() { Notifications = true }, default);
        }

        await wire.Send();

        Assert.Equal(
            ["ticket.opened", "comment.added", "ticket.changed", "work-item.added", "comment.added", "work-item.changed", "project.changed"],
            wire.Receiver.Events);
        var calls = wire.Receiver.Calls.ToList();
        Assert.Contains("Among us.", calls[1].Body, StringComparison.Ordinal);
        Assert.Contains("""{"What":"priority","From":"normal","To":"urgent"}""", calls[2].Body, StringComparison.Ordinal);
        Assert.Contains("Begin here.", calls[4].Body, StringComparison.Ordinal);
        Assert.Equal(calls.Count, calls.DistinctBy(c => c.Delivery).Count());
        Assert.All(calls, call =>
        {
            Assert.Equal(SignedByOpenSsl(made.Secret, call), call.Signature);
            Assert.Equal(("/hook", "application/json; charset=utf-8"), (call.Path, call.ContentType));
            Assert.Contains(call.Delivery, call.Body, StringComparison.Ordinal);
        });
        Assert.All(await wire.Log(), row => Assert.EndsWith(" 1 1 204", row, StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Without_a_webhook_nothing_is_written_and_with_one_only_what_it_wants_of_its_project(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        var heard = new List<string>();
        wire.Town.House.Database.Dialect.Heard = (text, _) => heard.Add(text);
        await wire.Town.Ticket();
        wire.Town.House.Database.Dialect.Heard = null;
        Assert.DoesNotContain(heard, text => text.Contains("insert into webhook", StringComparison.Ordinal));
        Assert.Empty(await wire.Log());

        await wire.Add(events: [WebhookEvents.TicketChanged], project: Town.Project);
        await wire.Town.Sql("insert into project (organization_id, name, active, notifications, version) select organization_id, 'elsewhere', true, false, 0 from project");
        await using (var program = await wire.Town.House.DeskOfProgram("test", default))
        {
            await new AddWorkItem(program).Run(new("Not wanted") { Project = "elsewhere" }, default);
            var other = await new OpenTicket(program).Run(new("elsewhere", TicketKind.Bug, "Not of this project", "Text"), default);
            await new ChangeTicket(program).Run(other, new() { Priority = Priority.High }, default);
        }

        var number = await wire.Town.Ticket(TicketStatus.Accepted);
        await wire.Send();

        var call = Assert.Single(wire.Receiver.Calls);
        Assert.Contains($"\"Ticket\":{number}", call.Body, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_owner_is_told_what_they_may_see_when_it_is_sent_and_no_more(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        await wire.Add("francesca");
        var number = await wire.Town.Ticket();
        await using (var luca = await wire.Town.DeskOf("luca"))
        {
            await new ReplyToTicket(luca).Run(number, new("Among us.", Internal: true), default);
            await new ChangeTicket(luca).Run(number, new() { Priority = Priority.Urgent, Subject = "It prints nothing" }, default);
            await new ChangeTicket(luca).Run(number, new() { Priority = Priority.Low }, default);
        }

        await wire.Town.WorkItem(number);
        await wire.Send();

        // Nothing of notes, priorities and work reaches a customer.
        Assert.Equal(["ticket.opened", "ticket.changed"], wire.Receiver.Events.Take(2));
        Assert.All(wire.Receiver.Calls, c => Assert.DoesNotContain("priority", c.Body, StringComparison.Ordinal));
        Assert.All(wire.Receiver.Calls, c => Assert.DoesNotContain("Among us", c.Body, StringComparison.Ordinal));
        Assert.All(wire.Receiver.Calls.Where(c => c.Event is "ticket.changed"), c => Assert.True(c.Body.Contains("subject", StringComparison.Ordinal) || c.Body.Contains("status", StringComparison.Ordinal), c.Body));

        // What was written while they had their role and is sent when they have lost it is withheld; after that nothing is written.
        wire.Receiver.Calls.Clear();
        await wire.Town.Ticket();
        await wire.Town.Sql("delete from project_member where role = 4");
        await wire.Town.Sql("update counter set value = value + 1 where name = 'access'");
        await wire.Send();
        Assert.Empty(wire.Receiver.Calls);
        Assert.Equal(["ticket.opened 3 1 0"], (await wire.Log()).TakeLast(1));
        var before = (await wire.Log()).Count;
        await wire.Town.Ticket();
        Assert.Equal(before, (await wire.Log()).Count);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_owner_who_may_not_make_webhooks_any_more_is_told_nothing(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        await wire.Add();
        await wire.Town.Ticket();
        await wire.Town.Permit(Sportello.Access.Permission.All.Except(["settings.change"]));
        await wire.Send();
        Assert.Empty(wire.Receiver.Calls);
        Assert.Equal(["ticket.opened 3 1 0"], await wire.Log());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_reply_that_is_taken_back_is_told_to_nobody(DatabaseProvider provider)
    {
        await using var wire = await Wire.Open(provider);
        await wire.Add(events: [WebhookEvents.CommentAdded]);
        await using (var sandro = await wire.Town.DeskOf("sandro"))
        {
            await wire.Town.ReplyAndWithdraw(sandro);
        }

        await wire.Send();
        Assert.Empty(wire.Receiver.Calls);
        wire.Later(TimeSpan.FromMinutes(1));
        await wire.Send();
        Assert.Empty(wire.Receiver.Calls);
        Assert.Equal(["comment.added 3 1 0"], await wire.Log());
    }

    [Fact]
    public async Task A_change_that_is_undone_is_not_told()
    {
        await using var wire = await Wire.Open(DatabaseProvider.Sqlite);
        await wire.Add();
        var number = await wire.Town.Ticket();
        await using (var luca = await wire.Town.DeskOf("luca"))
        {
            var ticket = await luca.Tickets.Get(number, Sportello.Access.Right.ChangePriority, default);
            ticket.SetPriority(Priority.Urgent, luca.Stamp);
            await luca.Flush(default);
            await luca.Undo();
        }

        Assert.Equal(["ticket.opened 0 0 0"], await wire.Log());
    }

    /// <summary>Reckoned by somebody else: OpenSSL.</summary>
    private static string SignedByOpenSsl(string secret, Sportello.Testing.ReceivedCall call)
    {
        var moment = call.Signature.Split(',')[0];
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes($"{moment[2..]}.{call.Body}"));
        using var openSsl = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("openssl", ["dgst", "-sha256", "-hmac", secret, "-r", file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var sum = openSsl.StandardOutput.ReadToEnd().Split(' ')[0];
        openSsl.WaitForExit();
        File.Delete(file);
        return $"{moment},v1={sum}";
    }
}
