using System.Text;
using Sportello.Data;
using Sportello.Importing;
using Sportello.Portable;

namespace Sportello.Tests.Importing;

public sealed class MailArchiveTests
{
    private const string First = "From: Francesca <francesca@barilla.example>\nTo: help@thunder.example\nDate: Mon, 4 Feb 2013 09:30:00 +0100\nMessage-ID: <a@barilla.example>\nSubject: =?utf-8?B?0J3QtSDQv9C10YfQsNGC0LDQtdGC?=\nContent-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: 8bit\n\n";

    private const string Answer = "From: luca <luca@thunder.example>\nTo: francesca@barilla.example\nDate: Mon, 4 Feb 2013 11:30:00 +0100\nMessage-ID: <b@thunder.example>\nIn-Reply-To: <a@barilla.example>\nSubject: Re: Druckt\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Which <b>printer</b>?</p><script>alert(1)</script>\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=driver.txt\n\n1.2.3\n--x--\n";

    private const string Away = "From: francesca@barilla.example\nDate: Mon, 4 Feb 2013 11:31:00 +0100\nMessage-ID: <c@barilla.example>\nReferences: <a@barilla.example> <b@thunder.example>\nAuto-Submitted: auto-replied\nSubject: Away\n\nI am away.\n";

    private const string Newsletter = "From: news@shop.example\nDate: Mon, 4 Feb 2013 12:00:00 +0100\nMessage-ID: <n@shop.example>\nList-Id: <all.shop.example>\nSubject: Buy\n\nNow.\n";

    private const string Stranger = "From: somebody@else.example\nMessage-ID: <s@else.example>\nSubject: Old DPR:10777\n\nHello\n>From here on\n>>From there\n\nFrom my desk\n";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Letters_that_answer_each_other_become_one_closed_ticket_with_their_own_dates(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await World(test);
        var report = await Import(test, "mbox", await Mbox(test));

        Assert.Empty(report.Faults);
        Assert.Equal("ticket 2+0=0", Foreign.Tallied(report));
        Assert.Contains("Letters that machines sent, in no conversation, which were left out: 1.", report.Notices);
        Assert.Equal(
            ["10777|Old|2|somebody@else.example|1362126600000|1", "10778|Не печатает|2|francesca|1359966600000|3"],
            await Foreign.Rows(test, "select t.number, t.subject, t.status, coalesce(c.name, 'somebody@else.example'), t.opened_at, t.comment_count from ticket t left join contact c on c.id = t.requester_id order by t.number"));
        Assert.Equal(
            ["Совсем", "Which printer?", "I am away.", "Hello\nFrom here on\n>From there\n\nFrom my desk"],
            (await Foreign.Rows(test, "select body from comment order by at")).Select(b => b.Trim()));
        Assert.Equal(["<p>Which <b>printer</b>?</p>"], (await Foreign.Rows(test, "select html from comment where html is not null")).Select(h => h.Trim()));
        Assert.Equal(["driver.txt|5"], await Foreign.Rows(test, "select name, size from attachment"));
        Assert.Equal(["0"], await Foreign.Rows(test, "select (select count(*) from mail) + (select count(*) from chat_message)"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_second_run_adds_nothing_and_a_fuller_archive_only_what_is_new(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await World(test);
        var file = await Mbox(test);
        await Import(test, "mbox", file);
        var before = await Foreign.State(test);
        var again = await Import(test, "mbox", file);
        Assert.Empty(again.Tallies);
        Assert.Equal(before, await Foreign.State(test));

        await File.AppendAllTextAsync(file, "\nFrom francesca@barilla.example Tue Feb  5 09:00:00 2013\n" + Away.Replace("<c@", "<d@").Replace("Auto-Submitted: auto-replied\n", "").Replace("4 Feb", "5 Feb").Replace("I am away.", "It prints."));
        var more = await Import(test, "mbox", file);
        Assert.Equal("ticket 0+1=0", Foreign.Tallied(more));
        Assert.Equal(["10778|4|2"], await Foreign.Rows(test, "select number, comment_count, status from ticket where number = 10778"));
    }

    [Fact]
    public async Task A_Maildir_says_the_same_and_letters_by_its_name_go_into_the_ticket_that_is_here()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await World(test);
        await WorkedExample.ImportText(test, """{"tickets":[{"number":10777,"project":"barilla sw1","subject":"Ours","opened":"2013-01-01T09:00:00Z"}]}""");
        var folders = new[] { "cur", "new", ".Archive/cur" }.Select(f => Path.Combine(test.Folder["Maildir"], f)).ToList();
        folders.ForEach(f => System.IO.Directory.CreateDirectory(f));
        await File.WriteAllBytesAsync(Path.Combine(folders[0], "1.a:2,S"), Letter(First + "Совсем\n"));
        await File.WriteAllTextAsync(Path.Combine(folders[1], "2.b"), Answer);
        await File.WriteAllTextAsync(Path.Combine(folders[2], "3.c:2,"), Stranger);
        await File.WriteAllTextAsync(Path.Combine(folders[2], "4.d:2,"), "");
        var report = await Import(test, "maildir", test.Folder["Maildir"]);

        Assert.Equal([$"{Path.Combine(".Archive", "cur", "4.d:2,")}: the letter is empty."], report.Faults.Select(f => f.ToString()));
        Assert.Equal(["10777|Ours|1|1", "10778|Не печатает|2|2"], await Foreign.Rows(test, "select number, subject, status, comment_count from ticket order by number"));
    }

    [Fact]
    public async Task What_is_no_archive_is_refused()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await World(test);
        await File.WriteAllTextAsync(test.Folder["x"], "hello\n");
        Assert.Contains("this is no mbox file", (await Assert.ThrowsAsync<Refusal>(() => Import(test, "mbox", test.Folder["x"]))).Message);
        Assert.Contains("this is no Maildir", (await Assert.ThrowsAsync<Refusal>(() => Import(test, "maildir", test.Folder["x"]))).Message);
    }

    [Theory]
    [InlineData("\uFEFFFrom -\nSubject: a\n\nFrom Russia with love\nYear: 1963\n\nWhat?\nFrom - \nSubject: b\n\nx\n", 2)]
    [InlineData("From 184@xxx\r\nSubject: a\r\n\r\nx\r\n\r\nFrom 185@xxx\r\nSubject: b\r\n\r\nx", 2)]
    [InlineData("From - Mon Jun  3 12:50:27 1996\nSubject: a\n\n\nFrom here on\n", 1)]
    [InlineData("", 0)]
    public async Task Letters_begin_behind_the_marks_of_many_programs(string archive, int letters)
    {
        var found = new List<string>();
        await foreach (var (bytes, _) in Sportello.Importing.Archives.MboxFile.Letters(new MemoryStream(Encoding.UTF8.GetBytes(archive)), default))
        {
            found.Add(Encoding.UTF8.GetString(bytes));
        }

        Assert.Equal(letters, found.Count);
        Assert.All(found, l => Assert.StartsWith("Subject: ", l));
    }

    private static Task World(TestHouse test) => WorkedExample.ImportText(test, File.ReadAllText(WorkedExample.File)).ContinueWith(
        async _ => await WorkedExample.ImportText(test, """{"organizations":[{"name":"Barilla","contacts":[{"name":"francesca","emails":["francesca@barilla.example"]}]},{"name":"Thunder Systems","contacts":[{"name":"luca","username":"luca","emails":["luca@thunder.example"]}]}]}"""),
        TaskScheduler.Default).Unwrap();

    private static Task<ImportReport> Import(TestHouse test, string kind, string path) => Foreign.Import(test, path, new ForeignData(kind, "barilla sw1"));

    private static byte[] Letter(string text) => CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text);

    private static async Task<string> Mbox(TestHouse test)
    {
        using var file = new MemoryStream();
        foreach (var (letter, date) in new[] { (Answer, "Mon Feb  4 11:30:00 2013"), (First + "Совсем\n", "Mon Feb  4 09:30:00 2013"), (Away, "Mon Feb  4 11:31:00 2013"), (Newsletter, "Mon Feb  4 12:00:00 2013"), (First + "Совсем\n", "Mon Feb  4 09:30:00 2013"), (Stranger, "Fri Mar  1 08:30:00 2013") })
        {
            file.Write(Letter($"From x@y.example {date}\n{letter}\n"));
        }

        await File.WriteAllBytesAsync(test.Folder["archive.mbox"], file.ToArray());
        return test.Folder["archive.mbox"];
    }
}
