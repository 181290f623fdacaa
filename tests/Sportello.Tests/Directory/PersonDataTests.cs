using System.IO.Compression;
using System.Text;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.Duplicates;
using Sportello.Directory.Import;
using Sportello.Directory.PersonData;
using Sportello.Directory.SignInLinks;
using Sportello.Mailroom.Intake;
using Sportello.Tests.Notices;
using Sportello.Tickets;

namespace Sportello.Tests.Directory;

/// <summary>What is kept of a person: given out, and forgotten.</summary>
public sealed class PersonDataTests
{
    private const string Name = "Francesca Pastai";
    private const string Address = "francesca@sportello.example";

    /// <summary>Each is searched for in every column and every file, whatever its case.</summary>
    private static readonly string[] Traces = ["francesc", "pastai", "@pasta-handle"];

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Afterwards_no_table_and_no_file_of_the_data_folder_holds_the_name_or_the_address(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var (id, number) = await Live(world);
        var before = await Held(world);
        Assert.Contains("comment.body", before);
        Assert.Contains("letter.sender", before);
        Assert.Contains("directory_word.word", before);
        Assert.Contains("identity_link.subject", before);
        Assert.Contains("passkey.name", before);
        Assert.Contains(before, place => place.StartsWith("files", StringComparison.Ordinal));

        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            var look = await new AnonymizeContact(desk).Look(id, default);
            Assert.Equal([("comments", 1), ("letters", 1), ("addresses", 2), ("accounts", 1)], look.Counts.Where(c => c.What is "comments" or "letters" or "addresses" or "accounts"));
            Assert.Equal("name", (await Assert.ThrowsAsync<Refusal>(() => new AnonymizeContact(desk).Run(id, "francesca", default))).Field);
        }

        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            await new AnonymizeContact(desk).Run(id, Name, default);
        }

        Assert.Empty(await Held(world));
        await using var luca = await world.DeskOf("luca");
        var ticket = await new TicketPage(luca).Run(number, default);
        Assert.Equal($"former contact {id}", ticket.Requester!.Name);
        Assert.Contains(ticket.Comments, c => c.Body.Contains("It prints again", StringComparison.Ordinal) && c.Author == $"former contact {id}");
        Assert.Contains((await new ContactPage(await world.House.DeskOfProgram("test", default)).Run(id, default)).History, h => h.What == "anonymized");
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new SignIn(world.House).Run("francesca", "a good sentence", default))).Reason);
    }

    [Fact]
    public async Task Who_still_answers_for_an_open_ticket_is_not_forgotten()
    {
        await using var world = await NoticeWorld.Open(DatabaseProvider.Sqlite);
        await world.Ticket();
        await using var desk = await world.House.DeskOfProgram("test", default);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new AnonymizeContact(desk).Run(world.Contacts["luca"], "luca", default));
        Assert.Equal((RefusalReason.Conflict, "They still answer for an open ticket; hand it to somebody else first."), (refusal.Reason, refusal.Message));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_zip_holds_what_is_theirs_with_letters_and_files_and_nothing_said_among_us(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var (id, number) = await Live(world);
        await using var desk = await world.House.DeskOfProgram("test", default);
        await using var whole = await new ExportPerson(desk).Run(id, default);
        await using var zip = new ZipArchive(whole, ZipArchiveMode.Read);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            texts[entry.FullName] = await reader.ReadToEndAsync();
        }

        Assert.Contains(Address, texts["person.json"], StringComparison.Ordinal);
        Assert.Contains("It prints again", texts[$"tickets/{number}.json"], StringComparison.Ordinal);
        Assert.Contains(texts, t => t.Key.StartsWith("letters/", StringComparison.Ordinal) && t.Value.Contains("Subject: Re:", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Key.EndsWith("-plan.txt", StringComparison.Ordinal) && t.Value == "the plan");
        Assert.DoesNotContain(texts.Values, t => t.Contains("Between us", StringComparison.Ordinal));
    }

    /// <summary>A person leaves traces: a ticket, a letter with a file, notes about them, an import, a link, a message.</summary>
    private static async Task<(long Id, int Number)> Live(NoticeWorld world)
    {
        var id = world.Contacts["francesca"];
        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            var page = await new ContactPage(desk).Run(id, default);
            await new ChangeContact(desk).Run(id, page.Version, page.Is with { Name = Name, Addresses = [Address], Slack = "@pasta-handle" }, default);
            await new ImportDirectory(desk).Begin(Encoding.UTF8.GetBytes($"name,organization,email\n{Name},barilla,{Address}\n"), ImportKind.Contacts, null, default);

            // Under another name they were there once more.
            var twin = await new AddContact(desk).Run(new() { Name = "Pastai F.", Organization = "barilla", Addresses = ["pastai@else.example"] }, default);
            await new MergeContacts(desk).Run(twin, id, default);
            await new SetPassword(desk).Run("francesca", "a good sentence", default);
            await desk.Begin(default);
            await desk.Sql.Run("insert into history (subject, subject_id, at, who, door, what, from_value) select 6, user_id, @now, 'sign-in', 1, 'locked', '127.0.0.9' from contact where id = @id", default, ("@now", desk.Now), ("@id", id));
            await desk.Sql.Run("insert into identity_link (issuer, subject, user_id, made_at) select 'https://login.example', 'Francesca@pastai', user_id, @now from contact where id = @id", default, ("@now", desk.Now), ("@id", id));
            await desk.Sql.Run(
                "insert into passkey (user_id, credential, public_key, algorithm, counter, name, made_at) select user_id, 'AAAA', 'AAAA', -7, 0, 'The phone of Francesca Pastai', @now from contact where id = @id",
                default,
                ("@now", desk.Now), ("@id", id));
            await desk.Sql.Run("insert into history (subject, subject_id, at, who, door, what, to_value) select 6, user_id, @now, 'francesca', 1, 'passkey', 'The phone of Francesca Pastai' from contact where id = @id", default, ("@now", desk.Now), ("@id", id));
            await desk.Save(default);
        }

        await new SignIn(world.House).Run("francesca", "a good sentence", new("Francesca's browser", "127.0.0.9"), default);
        await using (var francesca = await world.DeskOf("francesca"))
        {
            await new KeepView(francesca).Run(null, "Pastai's", "q=Паста", shared: false, default);
        }

        var number = await world.Ticket();
        await new AskForLink(world.House).Run(Address, "en", default);
        await using (var luca = await world.DeskOf("luca"))
        {
            await new ReplyToTicket(luca).Run(number, new($"Dear Francesca,\n\nplease try again. We write to {Address}."), default);
            await new ReplyToTicket(luca).Run(number, new("Between us: ask Francesca Pastai on the phone.", Internal: true), default);
        }

        var letter = $"""
            From: {Name} <{Address}>
            To: support@sportello.example
            Subject: Re: Печать не работает DPR:{number}
            Message-ID: <one@{Address}>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            It prints again, thank you.

            --
            Francesca Pastai
            --b
            Content-Type: text/plain; name=plan.txt
            Content-Disposition: attachment; filename=plan.txt

            the plan
            --b--
            """;
        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            Assert.Equal("added", (await new DeliverLetter(desk).Run(new MemoryStream(Encoding.UTF8.GetBytes(letter.ReplaceLineEndings("\r\n"))), default)).Outcome);
        }

        return (id, number);
    }

    /// <summary>Every column of every table and every file of the data folder that holds a trace.</summary>
    private static async Task<List<string>> Held(NoticeWorld world)
    {
        await using var desk = await world.House.DeskOfProgram("test", default);
        var held = new List<string>();
        foreach (var (table, column) in await desk.Sql.List(desk.Sql.Dialect.ColumnsQuery, r => (r.GetString(0), r.GetString(1)), default))
        {
            foreach (var trace in Traces)
            {
                if (await desk.Sql.First($"select count(*) from \"{table}\" where lower(cast(\"{column}\" as text)) like '%{trace}%'", r => r.GetInt64(0), default) > 0)
                {
                    held.Add($"{table}.{column}");
                    break;
                }
            }
        }

        foreach (var file in System.IO.Directory.EnumerateFiles(world.Test.Folder.Path, "*", SearchOption.AllDirectories))
        {
            await using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(bytes, Encoding.Latin1);
            var text = await reader.ReadToEndAsync();
            if (Traces.Any(t => text.Contains(t, StringComparison.OrdinalIgnoreCase)))
            {
                held.Add(Path.GetRelativePath(world.Test.Folder.Path, file));
            }
        }

        return held;
    }
}
