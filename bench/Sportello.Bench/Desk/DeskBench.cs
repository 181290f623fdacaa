using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sportello.Testing;

namespace Sportello.Bench;

/// <summary>
/// The ticket list (50 rows), a ticket page and the creation of a ticket at 10,000 and 200,000 tickets, each beside its floor,
/// in turn: requests a second and processor time a request, medians of several rounds.
/// </summary>
internal static class DeskBench
{
    private const int Rounds = 5;

    /// <summary>So many times the requests of a round are asked before: until then methods are still compiled anew, some of them twice.</summary>
    private const int WarmUp = 25;
    private static readonly string[] Works = ["list", "page", "create"];

    private sealed record Options(int[] Sizes, bool Postgres, string? Keep, int Requests);

    private sealed record Result(string Work, int Size, Pace Product, Pace Floor);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["floor", .. var rest])
        {
            return await DeskFloor.RunAsync(rest);
        }

        if (Read(args) is not { } options)
        {
            Console.Error.WriteLine("desk [--sizes 10000,200000] [--postgres] [--requests 400] [--keep FOLDER]");
            return 2;
        }

        var results = new List<Result>();
        foreach (var size in options.Sizes)
        {
            results.AddRange(await Measure(size, options));
        }

        Print(results, options.Sizes);
        return 0;
    }

    private static Options? Read(string[] args)
    {
        var options = new Options([10_000, 200_000], false, null, 400);
        for (var i = 0; i < args.Length; i++)
        {
            var value = args.ElementAtOrDefault(i + 1);
            switch (args[i])
            {
                case "--postgres":
                    options = options with { Postgres = true };
                    break;
                case "--sizes" when value is not null:
                    options = options with { Sizes = [.. value.Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))] };
                    i++;
                    break;
                case "--requests" when value is not null:
                    options = options with { Requests = int.Parse(value, CultureInfo.InvariantCulture) };
                    i++;
                    break;
                case "--keep" when value is not null:
                    options = options with { Keep = value };
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static async Task<List<Result>> Measure(int size, Options options)
    {
        using var temporary = new TempFolder();
        var folder = options.Keep is null ? temporary.Path : System.IO.Directory.CreateDirectory(Path.Combine(options.Keep, size.ToString(CultureInfo.InvariantCulture))).FullName;
        var postgres = options.Postgres ? PostgresServer.Shared.ConnectionString($"bench_{size}") : null;
        if (postgres is not null)
        {
            ServerProcess.Run("createdb", "-h", "127.0.0.1", "-p", $"{PostgresServer.Shared.Port}", "-U", "postgres", $"bench_{size}");
            await File.WriteAllTextAsync(Path.Combine(folder, "config.ini"), $"[DB]\nprovider = postgresql\naddress = 127.0.0.1\nport = {PostgresServer.Shared.Port}\nuser = postgres\nname = bench_{size}\n");
        }

        var making = Stopwatch.GetTimestamp();
        var token = await DeskData.Make(DeskData.Settings(folder, postgres), size);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} tickets made in {Stopwatch.GetElapsedTime(making).TotalSeconds:F0} s"));

        using var product = Product.Serve(folder, out var productPort);
        var floorPort = ServerProcess.FreePort();

        // The same garbage collector as the product has.
        using var floor = ServerProcess.Start("env", ["DOTNET_gcServer=1", Environment.ProcessPath!, "desk", "floor", folder, $"http://127.0.0.1:{floorPort}", .. postgres is null ? Array.Empty<string>() : [postgres]]);
        floor.WaitForPort(floorPort, TimeSpan.FromMinutes(1));
        return await Compare(size, options, new(productPort), product, new(floorPort), floor, token);
    }

    private static async Task<List<Result>> Compare(int size, Options options, DeskLoad product, ServerProcess productServer, DeskLoad floor, ServerProcess floorServer, string token)
    {
        using var ours = Process.GetProcessById(productServer.Id);
        using var bare = Process.GetProcessById(floorServer.Id);
        var cookies = await product.SignIn();
        var bearer = $"Authorization: Bearer {token}\r\n";
        var numbers = await Numbers(product, token);
        var ticket = JsonSerializer.Serialize(new { project = DeskData.Project, kind = "bug", subject = "Printing of orders loses a line", body = DeskLoad.Body });
        var results = new List<Result>();
        foreach (var work in Works)
        {
            var (list, create) = (product.Get("/tickets", cookies), product.Post("/api/v1/tickets", ticket, bearer));
            var pages = numbers.Select(n => product.Get($"/tickets/{n}", cookies)).ToArray();
            Func<int, byte[]> asked = work switch { "list" => _ => list, "page" => i => pages[i % pages.Length], _ => _ => create };
            var requests = work is "create" ? options.Requests / 2 : options.Requests;
            var bytes = (await product.Run(ours, requests * WarmUp, asked)).Bytes;

            var barePages = numbers.Select(n => floor.Get($"/page/{n}?bytes={bytes}")).ToArray();
            var (bareList, bareCreate) = (floor.Get($"/list?bytes={bytes}"), floor.Post($"/create?bytes={bytes}", ticket));
            Func<int, byte[]> bareAsked = work switch { "list" => _ => bareList, "page" => i => barePages[i % barePages.Length], _ => _ => bareCreate };
            await floor.Run(bare, requests * WarmUp, bareAsked);

            var (products, floors) = (new List<Pace>(), new List<Pace>());
            for (var round = 0; round < Rounds; round++)
            {
                products.Add(await product.Run(ours, requests, asked));
                floors.Add(await floor.Run(bare, requests, bareAsked));
            }

            results.Add(new(work, size, Median(products), Median(floors)));
        }

        return results;
    }

    /// <summary>Tickets that the manager sees, old and new.</summary>
    private static async Task<int[]> Numbers(DeskLoad product, string token)
    {
        var numbers = new List<int>();
        foreach (var sort in new[] { "number", "-number", "-updated" })
        {
            using var answer = JsonDocument.Parse(await product.Ask($"/api/v1/tickets?sort={sort}&limit=60", token));
            numbers.AddRange(answer.RootElement.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("number").GetInt32()));
        }

        return [.. numbers.Distinct()];
    }

    private static Pace Median(List<Pace> rounds) => new(
        rounds.Select(r => r.PerSecond).Order().ElementAt(Rounds / 2), rounds.Select(r => r.CpuMilliseconds).Order().ElementAt(Rounds / 2), rounds[0].Bytes);

    private static void Print(List<Result> results, int[] sizes)
    {
        Console.WriteLine($"{"",-8} {"tickets",8} {"bytes",7} | {"product/s",10} {"floor/s",10} {"ratio",6} | {"CPU ms",7} {"floor ms",8} {"ratio",6}");
        foreach (var r in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Work,-8} {r.Size,8} {r.Product.Bytes,7} | {r.Product.PerSecond,10:F0} {r.Floor.PerSecond,10:F0} {r.Product.PerSecond / r.Floor.PerSecond,6:F2} | {r.Product.CpuMilliseconds,7:F3} {r.Floor.CpuMilliseconds,8:F3} {r.Floor.CpuMilliseconds / r.Product.CpuMilliseconds,6:F2}"));
        }

        foreach (var work in Works.Where(_ => sizes.Length == 2))
        {
            var (small, large) = (Of(work, sizes[0]), Of(work, sizes[1]));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{work}: {sizes[1]} tickets cost {small.Product.PerSecond / large.Product.PerSecond:F2} times {sizes[0]} by the clock, {large.Product.CpuMilliseconds / small.Product.CpuMilliseconds:F2} times by processor time"));
        }

        Result Of(string work, int size) => results.Single(r => string.Equals(r.Work, work, StringComparison.Ordinal) && r.Size == size);
    }
}
