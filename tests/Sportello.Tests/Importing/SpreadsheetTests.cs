using System.Text;
using Sportello.Data;
using Sportello.Importing;
using Sportello.Portable;

namespace Sportello.Tests.Importing;

public sealed class SpreadsheetTests
{
    private const string Russian =
        "Номер;Тема;Описание;Статус;Вид;Заявитель;Почта;Ответственный;Создано;Закрыто;Цвет\r\n"
        + "771;Не печатает;\"Ничего; совсем\";Закрыто;Ошибка;francesca;;luca;03.06.2013 09:00;05.06.2013 18:30;синий\r\n"
        + "772;Как закрыть месяц?;;Новое;Консультация;Анна;elena@barilla.example;;04.06.2013;;\r\n";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_Russian_spreadsheet_in_its_old_letters_is_understood_by_its_headings(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var file = await Written(test, Russian, CodePagesEncodingProvider.Instance.GetEncoding(1251)!);
        var report = await Import(test, file);

        Assert.Empty(report.Faults);
        Assert.Equal("contact 1+0=0, ticket 2+0=0", Foreign.Tallied(report));
        Assert.Equal(
            "The columns are read so: number=Номер, subject=Тема, body=Описание, kind=Вид, status=Статус, requester=Заявитель, email=Почта, assignee=Ответственный, opened=Создано, closed=Закрыто. Not taken: Цвет.",
            report.Notices[0]);
        Assert.Equal(["771|Не печатает|3|2|francesca|luca|1370242800000|1370449800000|1", "772|Как закрыть месяц?|1|1|Анна||1370296800000||0"], await Tickets(test));
        Assert.Equal(["Ничего; совсем|francesca"], await Foreign.Rows(test, "select body, author_name from comment"));

        var before = await Foreign.State(test);
        var again = await Import(test, file);
        Assert.Equal("ticket 0+0=2", Foreign.Tallied(again));
        Assert.Equal(before, await Foreign.State(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Columns_and_words_of_another_language_are_mapped_and_rows_without_numbers_are_known_again(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var file = await Written(test, "Titel,Zustand,Wann,Wer\nDruckt nicht,erledigt,6/25/2013,martina@barilla.example\nDruckt nicht,offen,6/26/2013,\nDruckt nicht,offen,6/26/2013,\n", Encoding.UTF8);
        var data = new ForeignData("csv", "barilla sw1") { Map = new Dictionary<string, string> { ["subject"] = "titel", ["status"] = "Zustand", ["opened"] = "Wann", ["email"] = "Wer", ["status:closed"] = "Erledigt|Weg", ["status:new"] = "offen" } };
        var report = await Foreign.Import(test, file, data);

        Assert.Equal([], report.Faults.Select(f => f.ToString()));
        Assert.Equal(["2|1372111200000", "1|1372197600000", "1|1372197600000"], await Foreign.Rows(test, "select status, opened_at from ticket order by number"));
        Assert.Equal("ticket 0+0=3", Foreign.Tallied(await Foreign.Import(test, file, data)));
    }

    [Fact]
    public async Task Broken_rows_are_named_with_their_column_and_the_rest_comes_in()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var file = await Written(test, "Oggetto;Progetto;Stato;Creato il;Assegnato a\nUno;barilla sw1;Nuovo;2013-06-31;\nDue;nessuno;Nuovo;2013-06-03;\nTre;barilla sw1;Boh;2013-06-03;\n;barilla sw1;Nuovo;2013-06-03;\n\"Cinque\"x;barilla sw1;Nuovo;2013-06-03;\nSei;barilla sw1;Nuovo;2013-06-03;lucca\nSette;;Nuovo;2013-06-03;\n", Encoding.UTF8);
        var report = await Foreign.Import(test, file, new("csv"));

        Assert.Equal(
            [
                "tickets.csv: row 2: ticket 10000: Creato il: \"2013-06-31\" is not a time",
                "tickets.csv: row 3: ticket 10001: Progetto: there is no project “nessuno”",
                "tickets.csv: row 4: ticket 10002: Stato: \"Boh\" is not one of",
                "tickets.csv: row 5: ticket 10003: Oggetto: a subject is needed",
                "tickets.csv: row 6: the row is broken",
                "tickets.csv: row 7: Assegnato a: nobody is called “lucca” here",
                "tickets.csv: row 8: Progetto: is needed",
            ],
            report.Faults.Select(f => f.ToString()).Order(StringComparer.Ordinal).Select(Beginning));
        Assert.Equal(["Sei"], await Foreign.Rows(test, "select subject from ticket"));
    }

    [Fact]
    public async Task A_file_without_a_subject_is_refused_and_a_mapping_to_nowhere_as_well()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var file = await Written(test, "Titel,Wann\na,b\n", Encoding.UTF8);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Import(test, file));
        Assert.Equal("No column is known to hold the subject; say which one with --map subject=COLUMN. There are: Titel, Wann.", refusal.Message);
        refusal = await Assert.ThrowsAsync<Refusal>(() => Foreign.Import(test, file, new("csv") { Map = new Dictionary<string, string> { ["subject"] = "Title" } }));
        Assert.Equal("There is no column “Title”; there are: Titel, Wann.", refusal.Message);
    }

    /// <summary>Up to what differs from case to case only in advice.</summary>
    private static string Beginning(string fault)
    {
        foreach (var end in new[] { "is not a time", "is not one of", "is needed", "is broken", " here", "“nessuno”" })
        {
            var at = fault.IndexOf(end, StringComparison.Ordinal);
            if (at > 0)
            {
                return fault[..(at + end.Length)];
            }
        }

        return fault;
    }

    private static Task<ImportReport> Import(TestHouse test, string file) => Foreign.Import(test, file, new ForeignData("csv", "barilla sw1"));

    private static async Task<string> Written(TestHouse test, string text, Encoding encoding)
    {
        await File.WriteAllBytesAsync(test.Folder["tickets.csv"], encoding.GetBytes(text));
        return test.Folder["tickets.csv"];
    }

    private static Task<List<string>> Tickets(TestHouse test) => Foreign.Rows(
        test,
        """
        select t.number, t.subject, t.kind, t.status, r.name, a.name, t.opened_at, t.closed_at, t.comment_count
        from ticket t left join contact r on r.id = t.requester_id left join contact a on a.id = t.assignee_id order by t.number
        """);
}
