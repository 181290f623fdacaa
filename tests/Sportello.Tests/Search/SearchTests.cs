using Sportello.Access;
using Sportello.Data;
using Sportello.Search;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Search;

/// <summary>What is found, by whom, in which order; the same on both databases.</summary>
public sealed class SearchTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Words_are_found_in_any_form_and_language_in_subject_text_and_names_of_files(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var german = await town.Opened("Die Rechnung", "Bitte prüfen.");
        var english = await town.Opened("Invoices", "The printer stopped printing invoices since Monday.", "delivery-note.pdf");
        var italian = await town.Opened("Stampante ferma", "La stampante dell’ufficio non funziona più.");
        var russian = await town.Opened("Не работают принтеры", "Счёт не печатается.");

        Assert.Equal([english], await town.Found("sandro", "printers"));
        Assert.Equal([english], await town.Found("sandro", "invoice PRINTING"));
        Assert.Equal([english], await town.Found("sandro", "delivery notes"));
        Assert.Equal([italian], await town.Found("sandro", "stampanti dell’ufficio"));
        Assert.Equal([italian], await town.Found("sandro", "funziona piu"));
        Assert.Equal([russian], await town.Found("sandro", "принтер"));
        Assert.Equal([russian], await town.Found("sandro", "счет"));
        Assert.Equal([german], await town.Found("sandro", "prufen"));
        Assert.Equal([], await town.Found("sandro", "printer stampante"));
        Assert.Equal([english], await town.Found("sandro", "the"));
        Assert.Equal([], await town.Found("sandro", "  ?! "));
        Assert.Equal([], await town.Found("sandro", "\" OR \"p:1\" ') ; drop table ticket -- * NEAR(a b) i:1"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Nobody_finds_or_counts_what_is_out_of_their_reach(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.Opened("It does not print", "The tray is empty.");
        await town.Replied(number, "The customer forgot to pay the maintenance.", isInternal: true, file: "maintenance-contract.pdf");

        foreach (var ours in new[] { "sandro", "luca" })
        {
            Assert.Equal([number], await town.Found(ours, "maintenance"));
            Assert.Equal([number], await town.Found(ours, "print forgot maintenance pay"));
            Assert.Equal([number], await town.Found(ours, "contracts"));
        }

        Assert.Equal([number], await town.Found("francesca", "trays"));
        foreach (var text in new[] { "maintenance", "print maintenance", "contracts", "pay", "i:1", "i 1" })
        {
            Assert.Equal([], await town.Found("francesca", text));
        }

        foreach (var text in new[] { "tray", "print", "maintenance", number.ToString() })
        {
            Assert.Equal([], await town.Found("marco", text));
        }

        await using var nobody = await town.House.DeskOfNobody(default);
        var answer = await new SearchPage(nobody).Run(new("tray"), default);
        Assert.Empty(answer.Tickets.Items);
        Assert.Null(answer.Number);
        await town.Permit(Permission.All.Except([Permission.TicketView]));
        Assert.Equal([], await town.Found("sandro", "tray"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_general_customer_finds_public_words_of_every_project_and_notes_only_where_they_work(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.Opened("It does not print", "The tray is empty.");
        await town.Replied(number, "They forgot to pay.", isInternal: true);
        await using var desk = await town.DeskOf("luca");
        var luca = desk.Actor;
        foreach (var (notes, where) in new[] { (0, false), (1, true) })
        {
            desk.Actor = new Actor
            {
                Name = "luca", Door = luca.Door, ContactId = luca.ContactId, Permissions = luca.Permissions, General = Sportello.Projects.Roles.Customer,
                Explicit = where ? luca.Explicit : Actor.Nobody.Explicit,
            };
            Assert.Single((await new SearchPage(desk).Run(new("tray"), default)).Tickets.Items);
            Assert.Equal(notes, (await new SearchPage(desk).Run(new("forgot"), default)).Tickets.Items.Count);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Subjects_come_before_texts_newer_before_older_and_every_ticket_once_over_all_pages(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var inText = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            inText.Add(await town.Opened("Something else", "About the toner."));
        }

        var inSubject = new List<int> { await town.Opened("Toner", "Empty."), await town.Opened("No toner", "The toner is out.") };
        await town.Replied(inText[0], "Is it the toner?");
        await town.Replied(inText[2], "The toner again.");
        await town.Replied(inText[2], "And the toner once more.");
        for (var i = 0; i < 70; i++)
        {
            await town.Replied(inText[1], "toner");
        }

        int[] expected = [inSubject[1], inSubject[0], inText[1], inText[2], inText[0], inText[3]];
        foreach (var limit in new[] { 1, 2, 3, 50 })
        {
            await using var desk = await town.DeskOf("sandro");
            var all = new List<int>();
            string? after = null;
            do
            {
                var page = (await new SearchPage(desk).Run(new("toners", after, limit), default)).Tickets;
                Assert.True(page.Items.Count <= limit);
                all.AddRange(page.Items.Select(t => t.Number));
                after = page.Next;
            }
            while (after is not null);
            Assert.Equal(expected, all);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_excerpt_marks_the_words_where_they_stand(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.Opened("It does not print", "Hello.\n\nThe   printers (both) stopped.", "Scan of printers.pdf");
        var found = Assert.Single(await town.Answers("sandro", "printer stop"));
        Assert.Equal((number, FoundIn.Comment), (found.Number, found.In));
        Assert.Equal("Hello. The [printers] (both) [stopped].", Text(found.Excerpt));

        await town.Replied(number, "See the file.", isInternal: true, file: "driver-manual.pdf");
        found = Assert.Single(await town.Answers("sandro", "manuals"));
        Assert.Equal((FoundIn.File, "driver-[manual].pdf"), (found.In, Text(found.Excerpt)));
        found = Assert.Single(await town.Answers("sandro", "does"));
        Assert.Equal((FoundIn.Subject, "It [does] not print"), (found.In, Text(found.Subject)));

        await town.Replied(number, string.Join(' ', Enumerable.Repeat("lorem", 300)) + " needle " + string.Join(' ', Enumerable.Repeat("ipsum", 300)), isInternal: true);
        found = Assert.Single(await town.Answers("sandro", "needles"));
        Assert.Equal(FoundIn.Note, found.In);
        Assert.Matches("^… lorem .*lorem \\[needle\\] ipsum .* …$", Text(found.Excerpt));
        Assert.InRange(Text(found.Excerpt).Length, 100, 240);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Words_follow_what_is_renamed_merged_and_taken_back(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var one = await town.Opened("Alpha", "The first text.");
        var two = await town.Opened("Beta", "The second text.");
        await using var desk = await town.DeskOf("sandro");
        await new ChangeTicket(desk).Run(one, new() { Subject = "Gamma" }, default);
        Assert.Equal([], await town.Found("sandro", "alpha"));
        Assert.Equal([one], await town.Found("sandro", "gamma first"));

        await new MergeTickets(desk).Run(one, two, default);
        Assert.Equal([two], await town.Found("sandro", "first"));
        Assert.Equal([two], await town.Found("sandro", "beta first"));
        await new UnmergeTicket(desk).Run(one, default);
        Assert.Equal([one], await town.Found("sandro", "gamma first"));
        Assert.Equal([], await town.Found("sandro", "beta first"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_reply_that_was_taken_back_or_never_saved_is_not_found(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        await using (var desk = await town.DeskOf("sandro"))
        {
            await town.ReplyAndWithdraw(desk);
        }

        Assert.Equal([], await town.Found("sandro", "early"));
        Assert.Equal(["1"], await town.Rows($"select count(*) from {SearchWords.Comments}"));
        var number = await town.Opened("Subject", "Text");
        await using (var desk = await town.DeskOf("luca"))
        {
            var ticket = await desk.Tickets.Get(number, Right.Reply, default);
            ticket.Reply(new CommentText("unfinished"), true, desk.Stamp);
            await desk.Flush(default);
            await desk.Undo();
        }

        Assert.Equal([], await town.Found("sandro", "unfinished"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_was_there_before_is_filled_in_in_portions_and_goes_on_where_it_was_interrupted(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.Opened("Alpha", "The first text.", "list.csv");
        await town.Opened("Beta", "The second text.");
        await town.Sql($"delete from {SearchWords.Tickets}");
        await town.Sql($"delete from {SearchWords.Comments}");
        await town.Sql("update search_fill set done = 0, upto = 2");
        Assert.Equal([], await town.Found("sandro", "alpha"));

        // Interrupted after the tickets: only the comments are left to do.
        await town.Sql("update search_fill set done = upto where name = 'ticket'");
        await FillSearch.Run(town.House, null, default);
        Assert.Equal([number], await town.Found("sandro", "list"));
        Assert.Equal(["0"], await town.Rows($"select count(*) from {SearchWords.Tickets}"));

        await town.Sql("update search_fill set done = 0");
        await Task.WhenAll(FillSearch.Run(town.House, null, default), FillSearch.Run(town.House, null, default));
        Assert.Equal([number], await town.Found("sandro", "alpha"));
        Assert.Equal(["2"], await town.Rows($"select count(*) from {SearchWords.Comments}"));
        await using var desk = await town.House.DeskOfProgram("test", default);
        Assert.False(await FillSearch.IsBehind(desk.Sql, default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_number_jumps_with_or_without_its_prefix_when_it_is_within_reach(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.Opened("Alpha", "Text");
        await using var desk = await town.DeskOf("sandro");
        var prefix = town.House.Settings.Work.TicketPrefix;
        foreach (var text in new[] { $"{number}", $" {prefix}:{number} ", $"{prefix.ToLowerInvariant()} {number}", $"#{number}" })
        {
            Assert.Equal(number, (await new SearchPage(desk).Run(new(text), default)).Number);
        }

        foreach (var text in new[] { $"{number + 1}", $"{number} x", "99999999999999", "", $"-{prefix}" })
        {
            Assert.Null((await new SearchPage(desk).Run(new(text), default)).Number);
        }

        await using var marco = await town.DeskOf("marco");
        Assert.Null((await new SearchPage(marco).Run(new($"{number}"), default)).Number);
    }

    private static string Text(IEnumerable<Piece> pieces) => string.Concat(pieces.Select(p => p.Marked ? $"[{p.Text}]" : p.Text));

    private static async Task<Town> Open(DatabaseProvider provider)
    {
        var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        return town;
    }
}

internal static class Searching
{
    public static async Task<int> Opened(this Town town, string subject, string body, string? file = null)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, subject, body) { Requester = "francesca", Files = Files(file) }, default);
    }

    public static async Task Replied(this Town town, int number, string body, bool isInternal = false, string? file = null)
    {
        await using var desk = await town.DeskOf("luca");
        await new ReplyToTicket(desk).Run(number, new(body, isInternal) { Files = Files(file) }, default);
    }

    public static async Task<List<int>> Found(this Town town, string who, string text) => (await town.Answers(who, text)).ConvertAll(t => t.Number);

    public static async Task<List<FoundTicket>> Answers(this Town town, string who, string text)
    {
        await using var desk = await town.DeskOf(who);
        return [.. (await new SearchPage(desk).Run(new(text), default)).Tickets.Items];
    }

    private static List<StoredFile> Files(string? name) => name is null ? [] : [new(name, "application/pdf", 3, new string('a', 64))];
}
