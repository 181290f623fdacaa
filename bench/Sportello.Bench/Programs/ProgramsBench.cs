using System.Diagnostics;
using System.Globalization;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Perfectionist;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.Bench;

/// <summary>
/// Leaders and the perfectionist over a house of many tickets and over one of a tenth, on both databases, each in a process of its own:
/// seconds, the most memory it ever had, and whether any statement reads what grows from end to end; then their pages the same way.
/// </summary>
internal static class ProgramsBench
{
    private static readonly string[] Growing = ["ticket", "comment", "attachment", "history", "ticket_work_item", "work_item", "chat_message", "job_run"];

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["run", var folder, .. var rest]:
                return await RunPrograms(folder, rest.FirstOrDefault());
            case ["pages", var folder, .. var rest]:
                return await ProgramPages.Run(SettingsOf(folder, rest.FirstOrDefault()));
            case ["make", var folder, var tickets, .. var rest]:
                await ProgramsData.Make(SettingsOf(folder, rest.FirstOrDefault()), int.Parse(tickets, CultureInfo.InvariantCulture));
                return 0;
        }

        var sizes = args is ["--sizes", var given, ..] ? [.. given.Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))] : new[] { 100_000, 1_000_000 };
        foreach (var size in sizes)
        {
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                using var folderOfSize = new TempFolder();
                await Measure(size, provider, folderOfSize.Path);
            }
        }

        return 0;
    }

    private static async Task Measure(int size, DatabaseProvider provider, string folder)
    {
        string? postgres = null;
        if (provider == DatabaseProvider.PostgreSql)
        {
            var name = $"programs_{size}";
            ServerProcess.Run("createdb", "-h", "127.0.0.1", "-p", $"{PostgresServer.Shared.Port}", "-U", "postgres", name);
            postgres = PostgresServer.Shared.ConnectionString(name);
        }

        var making = Stopwatch.GetTimestamp();
        await ProgramsData.Make(SettingsOf(folder, postgres), size);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} tickets on {provider}, made in {Stopwatch.GetElapsedTime(making).TotalSeconds:F0} s"));
        foreach (var part in new[] { "run", "pages" })
        {
            using var child = ServerProcess.Start(Environment.ProcessPath!, ["programs", part, folder, .. postgres is null ? Array.Empty<string>() : [postgres]]);
            if (!child.WaitForEnd(TimeSpan.FromMinutes(10)) || child.ExitCode != 0)
            {
                throw new InvalidOperationException($"The programs did not end well:\n{child.Output}");
            }

            Console.Write(child.Output.TrimEnd() + "\n\n");
        }
    }

    private static HouseSettings SettingsOf(string folder, string? postgres) => new()
    {
        DataFolder = folder,
        Database = postgres is null ? new(DatabaseProvider.Sqlite, Path.Combine(folder, "sportello.db"), "") : new(DatabaseProvider.PostgreSql, "", postgres),
        Work = new WorkSettings { TimeZone = TimeZoneInfo.Utc },
    };

    private static async Task<int> RunPrograms(string folder, string? postgres)
    {
        await using var house = await House.Open(SettingsOf(folder, postgres), TimeProvider.System, default);
        var heard = new Dictionary<string, (string, object?)[]>(StringComparer.Ordinal);
        house.Database.Dialect.Heard = (text, parameters) => heard.TryAdd(text, parameters);
        var manner = new Manner(ProgramsData.Today);
        await Timed("leaders day", async () => $"{(await new LeadersProgram(house).Run(Period.Day, manner with { DryRun = true }, default)).Answer!.People.Sum(p => p.Total)} tickets");
        await Timed("leaders month", async () => $"{(await new LeadersProgram(house).Run(Period.Month, manner, default)).Answer!.People.Sum(p => p.Total)} tickets");
        foreach (var (what, how) in new[] { ("perfectionist dry", manner with { DryRun = true }), ("perfectionist", manner), ("perfectionist again", manner) })
        {
            await Timed(what, async () => Told((await new PerfectionistProgram(house).Run(how, default)).Answer!));
        }

        house.Database.Dialect.Heard = null;
        await Plans(house, heard);
        return 0;
    }

    private static string Told(PerfectionistAnswer answer)
    {
        var findings = answer.People.SelectMany(p => p.Findings).Concat(answer.House.Findings).ToList();
        return $"{findings.Sum(f => f.Count)} findings, {findings.Where(f => f.Fixed).Sum(f => f.Count)} corrected";
    }

    private static async Task Timed(string what, Func<Task<string>> run)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), CpuSeconds);
        var told = await run();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-20} {Stopwatch.GetElapsedTime(start).TotalSeconds,7:F2} s by the clock {CpuSeconds - cpu,6:F2} s of processor   memory {OwnMemory,4} MB, with what is mapped {MostMemory,4} MB at most   {told}"));
    }

    private static double CpuSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>Without what the embedded database maps of its file, which the system takes back when it needs it.</summary>
    private static long OwnMemory => Memory("RssAnon");

    private static long MostMemory => Memory("VmHWM");

    private static long Memory(string what) =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(what, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>A small table is rightly read through; what counts are those that have grown.</summary>
    public static async Task Plans(House house, Dictionary<string, (string, object?)[]> heard)
    {
        await using var desk = await house.DeskOfProgram("bench", default);
        var grown = new List<string>();
        foreach (var table in Growing)
        {
            if (await desk.Sql.First($"select 1 from {table} limit 1 offset 5000", _ => (int?)1, default) is not null)
            {
                grown.Add(table);
            }
        }

        var (asked, faults) = (0, 0);
        foreach (var (text, parameters) in heard.Where(h => !h.Key.TrimStart().StartsWith("insert", StringComparison.Ordinal)))
        {
            asked++;
            foreach (var step in (await Plan(house, desk, text, parameters)).Where(s => grown.Exists(t => ReadsThrough(s, t, text))))
            {
                faults++;
                Console.WriteLine($"  reads through: {step.Trim()}\n{text}");
            }
        }

        Console.WriteLine($"  {asked} statements, {faults} of them read a grown table through ({string.Join(", ", grown)})");
    }

    private static Task<List<string>> Plan(House house, Desk desk, string text, (string, object?)[] parameters) => house.Settings.Database.Provider == DatabaseProvider.Sqlite
        ? desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters)
        : desk.Sql.List("explain " + text, r => r.GetString(0), default, parameters);

    /// <summary>SQLite names a table by what the statement calls it.</summary>
    private static bool ReadsThrough(string step, string table, string text) => step.Contains($"Seq Scan on {table} ", StringComparison.Ordinal)
        || (step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal) && step["SCAN ".Length..].Split(' ')[0] is var called
            && (string.Equals(called, table, StringComparison.Ordinal) || text.Contains($" {table} {called}", StringComparison.Ordinal)));
}
