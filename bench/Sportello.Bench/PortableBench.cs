using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sportello.Testing;

namespace Sportello.Bench;

/// <summary>Very many tickets into the built product and out of it: how long, how much memory, how many bytes, and whether every ticket's line comes out as it went in.</summary>
internal static class PortableBench
{
    private const int Comments = 3;
    private static readonly string[] Priorities = ["normal", "normal", "normal", "high"];

    public static async Task<int> RunAsync(string[] args)
    {
        var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        using var folder = new TempFolder();
        var (given, taken) = (folder["in.ndjson"], folder["out.ndjson"]);
        await Write(given, size);
        Console.WriteLine($"{"",-8} {"seconds",8} {"tickets/s",10} {"memory MB",10} {"file MB",8}");
        Run("import", size, given, folder);
        Run("export", size, taken, folder);
        Console.WriteLine($"database {Megabytes(folder["data/sportello.db"])} MB");

        var different = Differences(given, taken);
        Console.WriteLine(different == 0 ? $"{size} tickets came out byte for byte as they went in." : $"{different} tickets came out otherwise than they went in.");
        return different == 0 ? 0 : 1;
    }

    private static void Run(string command, int size, string file, TempFolder folder)
    {
        var begun = Stopwatch.GetTimestamp();
        using var program = Product.Start("--data", folder["data"], command, file);
        long most = 0;
        while (!program.WaitForEnd(TimeSpan.FromMilliseconds(200)))
        {
            most = Math.Max(most, Memory(program.Id));
        }

        var took = Stopwatch.GetElapsedTime(begun);
        if (program.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} ended with {program.ExitCode}: {program.Output}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command,-8} {took.TotalSeconds,8:F0} {size / took.TotalSeconds,10:F0} {most >> 20,10} {Megabytes(file),8}"));
    }

    /// <summary>What the process itself holds, in bytes: not the pages of files that the system keeps for everybody.</summary>
    private static long Memory(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Megabytes(string file) => new FileInfo(file).Length >> 20;

    private static int Differences(string given, string taken)
    {
        static IEnumerable<string> Tickets(string file) => File.ReadLines(file).Where(l => l.StartsWith("{\"type\":\"ticket\"", StringComparison.Ordinal));
        using var mine = Tickets(given).GetEnumerator();
        using var theirs = Tickets(taken).GetEnumerator();
        var different = 0;
        while (true)
        {
            var (one, other) = (mine.MoveNext(), theirs.MoveNext());
            if (!one && !other)
            {
                return different;
            }

            different += one && other && string.Equals(mine.Current, theirs.Current, StringComparison.Ordinal) ? 0 : 1;
        }
    }

    /// <summary>The form as an export writes it, so that lines can be compared.</summary>
    private static async Task Write(string path, int size)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        file.Write(
            """
            {"type":"organization","name":"vittorino srl","category":"com","contacts":["sandro","luca","daniele"]}
            {"type":"organization","name":"barilla","category":"cus","contacts":["francesca","giorgia","martina"]}
            {"type":"project","name":"barilla sw1","organization":"barilla","managers":["sandro"],"staff":["luca","daniele"],"customers":["francesca","giorgia","martina"]}
            {"type":"project","name":"barilla sw2","organization":"barilla","managers":["sandro"],"staff":["luca","daniele"],"customers":["francesca","giorgia","martina"]}

            """);
        var random = new Random(size);
        string[] customers = ["francesca", "giorgia", "martina"], ours = ["sandro", "luca", "daniele"];
        var opened = new DateTime(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < size; i++)
        {
            opened = opened.AddSeconds(random.Next(60, 600));
            var (requester, assignee, at) = (customers[random.Next(3)], ours[random.Next(3)], opened);
            var comments = new StringBuilder();
            for (var c = 0; c < Comments; c++)
            {
                comments.Append(c == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"author":"{{(c % 2 == 0 ? requester : assignee)}}","at":"{{Time(at)}}","internal":false,"body":"The {{DeskData.Words(random, 6)}} is wrong when the {{DeskData.Words(random, 4)}} stands before it."}""");
                at = at.AddMinutes(random.Next(5, 600));
            }

            file.Write(
                $$"""{"type":"ticket","number":{{10_000 + i}},"project":"barilla sw{{random.Next(1, 3)}}","kind":"bug","status":"closed","priority":"{{Priorities[random.Next(4)]}}","subject":"{{DeskData.Words(random, 5)}}","requester":"{{requester}}","assignee":"{{assignee}}","opened":"{{Time(opened)}}","closed":"{{Time(at)}}","watchers":[],"comments":[{{comments}}],"work_items":[]}""");
            file.Write('\n');
        }
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
