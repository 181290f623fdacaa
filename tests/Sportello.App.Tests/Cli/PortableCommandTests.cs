using System.Diagnostics;
using Sportello.Checkup;
using Sportello.Data;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.App.Tests.Cli;

/// <summary>The built executable, as a script calls it.</summary>
public sealed class PortableCommandTests
{
    [Fact]
    public async Task Import_and_export_end_as_scripts_expect_and_say_faults_on_standard_error_only()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["good.json"], """{"organizations":[{"name":"Barilla","category":"cus","contacts":["francesca"]}]}""");
        await File.WriteAllTextAsync(folder["bad.json"], """{"organizations":[{"name":"Siex","category":"x"}]}""");

        var good = await Run(folder, "import", folder["good.json"]);
        Assert.Equal((0, ""), (good.Code, good.Error));
        var bad = await Run(folder, "import", folder["bad.json"]);
        Assert.Equal((1, ""), (bad.Code, bad.Output));
        Assert.Contains("line 1: organization Siex: category", bad.Error);
        var scope = await Run(folder, "access", "scope", "customer-contacts");
        Assert.Equal((0, "francesca\n", ""), scope);
        Assert.Equal((0, "", ""), await Run(folder, "export", folder["out.json"]));
        Assert.Contains("\"francesca\"", await File.ReadAllTextAsync(folder["out.json"]));
    }

    [Fact]
    public async Task Data_of_another_system_comes_in_row_by_row_and_says_what_did_not()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["start.json"], """{"organizations":[{"name":"Barilla","category":"cus"}],"projects":[{"name":"barilla sw1","organization":"Barilla"}]}""");
        await File.WriteAllTextAsync(folder["tickets.csv"], "Titel;Created\nOne;2013-06-01\nTwo;soon\n");
        Assert.Equal(0, (await Run(folder, "import", folder["start.json"])).Code);

        string[] words = ["import", folder["tickets.csv"], "--from", "csv", "--project", "barilla sw1", "--map", "subject=Titel"];
        var pretended = await Run(folder, [.. words, "--dry-run"]);
        Assert.Equal(1, pretended.Code);
        Assert.Contains("The columns are read so: subject=Titel, opened=Created.", pretended.Error);
        var partly = await Run(folder, words);
        Assert.Equal(3, partly.Code);
        Assert.Contains("tickets.csv: row 3: ticket", partly.Error);
        Assert.Contains("1 added", partly.Output);
        Assert.Equal(1, (await Run(folder, "import", folder["tickets.csv"], "--from", "paper")).Code);
    }

    [Fact]
    public async Task An_import_that_is_killed_goes_on_where_it_stopped_and_nothing_is_there_twice()
    {
        const int tickets = 12_000;
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(folder["all.ndjson"],
        [
            """{"type":"organization","name":"Barilla","category":"cus","contacts":["francesca"]}""",
            """{"type":"project","name":"barilla sw1","organization":"Barilla"}""",
            .. Enumerable.Range(10_001, tickets).Select(n =>
                $$"""{"type":"ticket","number":{{n}},"project":"barilla sw1","subject":"Subject {{n}}","requester":"francesca","opened":"2013-06-01T09:00:00Z","comments":[{"author":"francesca","at":"2013-06-01T09:00:00Z","body":"Text {{n}}"}]}"""),
        ]);
        Assert.Equal(0, (await Run(folder, "db", "migrate")).Code);
        await using var house = await House.Open(new HouseSettings { DataFolder = folder["data"], Database = new(DatabaseProvider.Sqlite, folder["data/sportello.db"], "") }, TimeProvider.System, default);
        using (var killed = Process.Start(Started(folder, "import", folder["all.ndjson"]))!)
        {
            while (await Here(house) < 1000)
            {
                Assert.False(killed.HasExited, "It was through before it could be killed.");
                await Task.Delay(5);
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        var here = await Here(house);
        Assert.InRange(here, 1000, tickets - 1);
        var again = await Run(folder, "import", folder["all.ndjson"]);
        Assert.Equal(0, again.Code);
        Assert.Contains($"ticket: {here} were here from a run that broke off", again.Error, StringComparison.Ordinal);
        Assert.Matches($@"ticket: +{tickets - here} added", again.Output);
        Assert.Equal(tickets, await Here(house));
        Assert.Equal(0, (await Run(folder, "export", folder["out.ndjson"])).Code);
        Assert.Equal(tickets, (await File.ReadAllLinesAsync(folder["out.ndjson"])).Count(l => l.Contains("\"ticket\"", StringComparison.Ordinal) && l.Contains("\"body\":\"Text ", StringComparison.Ordinal)));
    }

    private static async Task<long> Here(House house)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        return (await new ReadHouseNumbers(desk).Run(default)).Tickets.Values.Sum();
    }

    [Fact]
    public async Task A_token_is_all_that_user_token_prints()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, (await Run(folder, "user", "add", "admin", "--superuser")).Code);
        var token = await Run(folder, "user", "token", "admin");
        Assert.Matches("^sp_[A-Za-z0-9_-]{43}\n$", token.Output);
        Assert.Equal(1, (await Run(folder, "user", "token", "nobody")).Code);
    }

    private static async Task<(int Code, string Output, string Error)> Run(TempFolder folder, params string[] words)
    {
        using var process = Process.Start(Started(folder, words))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static ProcessStartInfo Started(TempFolder folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder.Path };
        foreach (var word in new[] { typeof(Sportello.App.Cli.CommandLine).Assembly.Location }.Concat(words).Concat(["--data", folder["data"]]))
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }
}
