using System.Text;
using Sportello.Data;
using Sportello.Portable;

namespace Sportello.Tests.Portable;

/// <summary>A stream that broke off goes on behind what is here; what somebody did meanwhile stays.</summary>
public sealed class ResumingTests
{
    private const int Tickets = 3500;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task After_a_break_a_stream_goes_on_behind_its_last_batch_and_all_is_as_if_nothing_had_broken(DatabaseProvider provider)
    {
        await using var whole = await TestHouse.Open(provider);
        await using var broken = await TestHouse.Open(provider);
        var file = await Stream(whole.Folder["all.ndjson"], Tickets);
        Assert.Equal(0, (await Import(whole, file)).FaultCount);

        await Break(broken, file);
        var here = await Count(broken);
        Assert.InRange(here, 1000, Tickets - 1);
        Assert.Equal([$"ticket|{here}", "work-item|1200"], await Rows(broken, "select type, done from import_progress order by 1"));
        await using (var desk = await broken.House.DeskOfProgram("test", default))
        {
            await desk.Begin(default);
            await desk.Sql.Run("update ticket set subject = 'Changed here' where number = 10001", default);
            await desk.Save(default);
        }

        var report = await Import(broken, file);
        Assert.Contains($"ticket: {here} were here from a run that broke off; this one went on behind them.", report.Notices);
        Assert.Equal(Tickets - here, report.Tallies.Single(t => t.Key == "ticket").Value.Added);
        Assert.Equal(["Changed here"], await Rows(broken, "select subject from ticket where number = 10001"));
        Assert.Empty(await Rows(broken, "select * from import_progress"));
        Assert.Equal(
            (await WorkedExample.Export(whole)).Replace("Subject 10001\"", "Changed here\"", StringComparison.Ordinal), await WorkedExample.Export(broken));
    }

    [Fact]
    public async Task A_file_that_has_changed_since_begins_from_its_beginning_and_one_that_is_through_is_compared_again()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        var file = await Stream(test.Folder["all.ndjson"], Tickets);
        await Break(test, file);
        await File.AppendAllTextAsync(file, Ticket(99_999));
        var report = await Import(test, file);
        Assert.DoesNotContain(report.Notices, n => n.Contains("broke off", StringComparison.Ordinal));
        Assert.Equal(Tickets + 1, await Count(test));
        Assert.Equal(Tickets + 1, (await Import(test, file)).Tallies.Single(t => t.Key == "ticket").Value.Unchanged);
    }

    [Fact]
    public async Task A_number_that_stands_twice_is_found_across_the_break()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        var file = await Stream(test.Folder["all.ndjson"], Tickets);
        await File.AppendAllTextAsync(file, Ticket(10_002));
        await Break(test, file);
        var report = await Import(test, file);
        Assert.Contains("stands in this file twice", Assert.Single(report.Faults).What, StringComparison.Ordinal);
    }

    /// <summary>Stops when some batches are in.</summary>
    private static async Task Break(TestHouse test, string file)
    {
        using var stop = new CancellationTokenSource();
        var halfway = new Halfway(() => Rows(test, "select 1 from import_progress where type = 'ticket' and done >= 1000"), stop);
        await using var desk = await test.House.DeskOfProgram("import", default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ImportFile(desk).Run(file, false, halfway, stop.Token));
    }

    private static async Task<ImportReport> Import(TestHouse test, string file)
    {
        await using var desk = await test.House.DeskOfProgram("import", default);
        return await new ImportFile(desk).Run(file, false, null, default);
    }

    private static async Task<int> Count(TestHouse test) => int.Parse((await Rows(test, "select count(*) from ticket"))[0], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<List<string>> Rows(TestHouse test, string sql) => Importing.Foreign.Rows(test, sql);

    private static async Task<string> Stream(string path, int tickets)
    {
        var text = new StringBuilder()
            .AppendLine("""{"type":"organization","name":"Barilla","category":"cus","contacts":["francesca"]}""")
            .AppendLine("""{"type":"project","name":"barilla sw1","organization":"Barilla"}""");
        for (var i = 1; i <= 1200; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"type":"work-item","number":{{i}},"project":"barilla sw1","name":"Job {{i}}"}""").Append('\n');
        }

        for (var i = 1; i <= tickets; i++)
        {
            text.Append(Ticket(10_000 + i));
        }

        await File.WriteAllTextAsync(path, text.ToString());
        return path;
    }

    private static string Ticket(int number) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"type":"ticket","number":{{number}},"project":"barilla sw1","subject":"Subject {{number}}","requester":"francesca","opened":"2013-06-01T09:00:00Z","comments":[{"author":"francesca","at":"2013-06-01T09:00:00Z","body":"Text {{number}}"}]}""") + "\n";

    /// <summary>Looks at each step how far it has come, and stops it once some of it is in for good.</summary>
    private sealed class Halfway(Func<Task<List<string>>> look, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (look().GetAwaiter().GetResult().Count > 0)
            {
                stop.Cancel();
            }
        }
    }
}
