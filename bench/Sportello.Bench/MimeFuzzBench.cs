using System.Diagnostics;
using System.Globalization;
using Sportello.Wire.Tests.Mime;

namespace Sportello.Bench;

/// <summary>Reads a given number of damaged letters, one after the other on one core.</summary>
internal static class MimeFuzzBench
{
    private const long Step = 100_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : Step;
        var first = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 0;
        var fuzz = Fuzz.FromLetters();
        var clock = Stopwatch.StartNew();
        for (long done = 0; done < count; done += Step)
        {
            await fuzz.RunAsync(first + done, Math.Min(Step, count - done), TimeSpan.MaxValue, CancellationToken.None);
            var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Min(done + Step, count):N0} letters, {clock.Elapsed.TotalSeconds:F0} s, longest {fuzz.Longest.TotalMilliseconds:F0} ms, most allocated {fuzz.MostAllocated / 1024:N0} KB, peak of the process {peak} MB"));
        }

        return 0;
    }
}
