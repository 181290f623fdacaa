using System.Text;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.Import;
using Sportello.Tests.Access;

namespace Sportello.Tests.Directory;

/// <summary>Organizations and contacts out of a spreadsheet's file.</summary>
public sealed class ImportTests
{
    private const string Contacts = """"
        Имя;Организация;E-mail;Язык;Активность
        Elena;barilla;elena@barilla.example;русский;да
        francesca;barilla;francesca@barilla.example, fra@barilla.example;it;
        luca;vittorino srl;;;
        paolo;Niemand;paolo@else.example;;
        fabio;barilla;fabio at barilla;;
        chiara;barilla;chiara@barilla.example;;vielleicht
        "giorgia ""la prima""";barilla;ELENA@barilla.example;;

        """";

    public static TheoryData<FileEncoding, bool> Encodings => new()
    {
        { FileEncoding.Utf8, false }, { FileEncoding.Utf8, true }, { FileEncoding.Utf16, true }, { FileEncoding.Utf16, false }, { FileEncoding.Utf16BigEndian, true }, { FileEncoding.Windows1251, false },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void Letters_and_separator_are_found_and_headings_known_in_every_usual_file(FileEncoding encoding, bool mark)
    {
        foreach (var separator in new[] { ';', ',', '\t', '|' })
        {
            var text = Contacts.Replace(", ", " ", StringComparison.Ordinal).Replace(';', separator);
            Encoding how = encoding switch
            {
                FileEncoding.Utf8 => new UTF8Encoding(mark),
                FileEncoding.Utf16 => new UnicodeEncoding(false, mark),
                FileEncoding.Utf16BigEndian => new UnicodeEncoding(true, mark),
                _ => CodePagesEncodingProvider.Instance.GetEncoding(1251)!,
            };
            byte[] bytes = [.. how.Preamble, .. how.GetBytes(text)];

            var reading = ImportReading.Found(bytes, ImportKind.Contacts, null);

            Assert.Equal((encoding, separator), (reading.Encoding, reading.Separator));
            Assert.Equal([ImportField.Name, ImportField.Organization, ImportField.Emails, ImportField.Language, ImportField.Active], reading.Columns);
            Assert.Equal("giorgia \"la prima\"", reading.Table(bytes).Rows[^1][0]);
        }
    }

    [Fact]
    public void Italian_letters_of_an_old_file_are_not_taken_for_cyrillic()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Cognome;Nome;Società;Posta elettronica\nRossi;Niccolò;Caffè Perù;nic@caffe.example\n");
        var reading = ImportReading.Found(bytes, ImportKind.Contacts, null);
        Assert.Equal(FileEncoding.Windows1252, reading.Encoding);
        Assert.Equal([ImportField.FamilyName, ImportField.GivenName, ImportField.Organization, ImportField.Emails], reading.Columns);
        Assert.Equal("Niccolò", reading.Table(bytes).Rows[0][1]);
    }

    [Fact]
    public void Quotes_line_breaks_and_blank_lines_are_read_and_what_is_broken_breaks_its_own_row_only()
    {
        var table = CsvTable.Of("a,b\r\n\"one, two\",\"line\nbreak \"\"said\"\"\"\n\n\"x\"y,z\n1,2,3\n\"open,4\nlast,5", ',');
        Assert.Equal(["a", "b"], table.Headings);
        Assert.Equal(
            ["2 False one, two|line\nbreak \"said\"", "4 True xy|z", "5 True 1|2|3", "6 True \"open|4", "7 False last|5"],
            table.Rows.Select(r => $"{r.Number} {r.Broken} {string.Join('|', r.Cells)}"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_row_says_what_it_would_do_then_does_it_and_a_second_time_nothing(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var id = await Begin(town, Contacts);
        Assert.Equal(
            [
                "2 Add: name  > Elena, organization  > barilla, emails  > elena@barilla.example, language  > ru",
                "3 Change: emails  > francesca@barilla.example, fra@barilla.example, language  > it",
                "4 Same: ",
                "5 Refused: There is no organization “Niemand”.",
                "6 Refused: “fabio” is not a mail address; one looks like name@example.com.",
                "7 Refused: “vielleicht” is neither yes nor no.",
                "8 Refused: Row 2 speaks of the same one already; put both into one row.",
            ],
            await Rows(town, id));
        Assert.Equal(["4"], await town.Rows("select count(*) from contact"));

        await Apply(town, id);

        Assert.Equal(["Elena", "francesca", "luca", "marco", "sandro"], await town.Rows("select name from contact order by lower(name)"));
        Assert.Equal(["fra@barilla.example 1", "francesca@barilla.example 0"], await town.Rows("select e.address, e.place from contact_email e join contact c on c.id = e.contact_id where c.name = 'francesca' order by e.address"));
        Assert.Equal(["Elena"], (await Found(town, "elena barilla")).Items.Select(c => c.Name));
        var again = await Begin(town, Contacts);
        Assert.Equal(["2 Same: ", "3 Same: ", "4 Same: "], (await Rows(town, again)).Take(3));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_was_changed_since_one_looked_is_left_and_named_and_the_rest_goes_on(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var id = await Begin(town, "name,organization,slack\nfrancesca,barilla,@fra\nluca,vittorino srl,@luca\nelena,barilla,@ele\nchiara,barilla,@chi\n");
        await using (var desk = await town.House.DeskOfProgram("test", default))
        {
            var page = await new ContactPage(desk).Run(await desk.ContactKey("luca", default), default);
            await new ChangeContact(desk).Run(page.Id, page.Version, page.Is with { Slack = "@other" }, default);
            await new AddContact(desk).Run(new() { Name = "elena", Organization = "barilla" }, default);
        }

        await Apply(town, id);

        Assert.Equal(["chiara @chi", "elena ", "francesca @fra", "luca @other"], await town.Rows("select name, slack from contact where name not in ('sandro', 'marco') order by name"));
        var rows = await Rows(town, id);
        Assert.All(new[] { 1, 2 }, i => Assert.StartsWith($"{i + 2} Refused: Somebody changed this since you looked", rows.Single(r => r.StartsWith($"{i + 2} ", StringComparison.Ordinal)), StringComparison.Ordinal));
        Assert.Equal(["3 Change: slack @other > @luca"], (await Rows(town, await Begin(town, "name,organization,slack\nfrancesca,barilla,@fra\nluca,vittorino srl,@luca\n"))).Skip(1));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Organizations_are_added_by_their_own_file_or_with_their_people(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var own = await Begin(town, "Azienda,Categoria\nbarilla,cliente\nSiex srl,fornitore\nVoiello,\n", ImportKind.Organizations);
        Assert.Equal(["2 Same: ", "3 Add: name  > Siex srl, category  > supplier", "4 Refused: What is the organization: owner, customer or supplier? Add a column that says it, or choose above what new ones become."], await Rows(town, own));
        await Apply(town, own);

        var people = await Begin(town, "company,first name,last name,e-mail 1,e-mail 2\nDe Cecco,elena,la seconda,elena@dececco.example,\nDe Cecco,paolo,,,paolo@dececco.example\n", ImportKind.Contacts, OrganizationCategory.Customer);
        await Apply(town, people);

        Assert.Equal(["De Cecco 2", "Siex srl 3", "barilla 2", "vittorino srl 1"], (await town.Rows("select name, category from organization")).Order(StringComparer.Ordinal));
        Assert.Equal(["elena la seconda elena@dececco.example", "paolo paolo@dececco.example"], await town.Rows("select c.name, e.address from contact c join organization o on o.id = c.organization_id join contact_email e on e.contact_id = c.id where o.name = 'De Cecco' order by c.name"));
    }

    [Fact]
    public async Task Nobody_sees_or_does_the_import_of_somebody_else_and_rights_hold_for_each_row()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(["contact.add"]);
        await using var sandro = await town.DeskOf("sandro");
        var id = await new ImportDirectory(sandro).Begin("name,organization,slack\nelena,barilla,@ele\nluca,vittorino srl,@luca\nfabio,Cogema,\n"u8.ToArray(), ImportKind.Contacts, OrganizationCategory.Customer, default);
        var rows = (await new ImportPage(sandro).Run(id, ImportOutcome.Refused, null, default)).Page.Items;
        Assert.Equal(["The permission contact.change is needed, and no group of yours has it.", "The permission organization.add is needed, and no group of yours has it."], rows.Select(r => r.Why!.ToString()));

        await using var luca = await town.DeskOf("luca");
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new ImportPage(luca).Run(id, null, null, default))).Reason);
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new ImportDirectory(luca).Apply(id, default))).Reason);
    }

    [Fact]
    public async Task A_long_file_goes_in_portion_by_portion_and_says_how_far_it_is()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        var text = new StringBuilder("name,organization,email\n");
        for (var i = 0; i < 1200; i++)
        {
            text.Append($"person {i},barilla,p{i}@barilla.example\n");
        }

        var id = await Begin(town, text.ToString());
        var far = new List<int>();
        for (var over = false; !over;)
        {
            await using var desk = await town.House.DeskOfProgram("test", default);
            over = await new ImportDirectory(desk).Apply(id, default);
            far.Add((await new ImportPage(desk).Run(id, null, null, default)).Done);
        }

        Assert.Equal([500, 1000, 1200], far);
        Assert.Equal(["1204"], await town.Rows("select count(*) from contact"));
        Assert.Equal([""], await town.Rows("select source from directory_import"));
    }

    [Fact]
    public async Task Another_reading_of_the_same_file_is_planned_anew()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        var id = await Begin(town, "wer,wo\nelena,barilla\n");
        Assert.Equal(["2 Refused: Somebody new needs an organization."], await Rows(town, id));
        await using var desk = await town.House.DeskOfProgram("test", default);
        var reading = (await new ImportPage(desk).Run(id, null, null, default)).Reading;
        await new ImportDirectory(desk).Reread(id, reading with { Columns = [ImportField.Name, ImportField.Organization] }, default);
        Assert.Equal(["2 Add: name  > elena, organization  > barilla"], await Rows(town, id));
    }

    private static async Task<long> Begin(Town town, string text, ImportKind kind = ImportKind.Contacts, OrganizationCategory? category = null)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await new ImportDirectory(desk).Begin(Encoding.UTF8.GetBytes(text), kind, category, default);
    }

    private static async Task Apply(Town town, long id)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        Assert.True(await new ImportDirectory(desk).Apply(id, default));
    }

    private static async Task<List<string>> Rows(Town town, long id)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        var rows = new List<ImportRow>();
        foreach (var outcome in Enum.GetValues<ImportOutcome>())
        {
            rows.AddRange((await new ImportPage(desk).Run(id, outcome, null, default)).Page.Items);
        }

        return [.. rows.OrderBy(r => r.Number).Select(r => $"{r.Number} {r.Outcome}: {r.Why?.ToString() ?? string.Join(", ", r.Changes.Select(c => $"{c.What} {c.From} > {c.To}"))}")];
    }

    private static async Task<Sportello.Data.Rows<ContactRow>> Found(Town town, string search)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await new ContactList(desk).Run(new(search), default);
    }
}
