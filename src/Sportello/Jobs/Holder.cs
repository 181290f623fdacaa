using System.Globalization;

namespace Sportello.Jobs;

/// <summary>
/// The process that holds a lease, named so that another one on the same machine can tell whether it still lives:
/// where it runs (this start of the machine, this container), its id, and when it began.
/// </summary>
internal static class Holder
{
    private static readonly string Here = $"{Environment.MachineName}:{Boot()}:{Container()}";

    public static string OfThisProcess() => $"{Here}/{Environment.ProcessId}/{Began(Environment.ProcessId)}/{Guid.NewGuid():N}";

    /// <summary>True only when it is certain: a holder elsewhere may live, whatever we see here.</summary>
    public static bool IsGone(string holder) =>
        holder.Split('/') is [var where, var id, var began, _]
        && string.Equals(where, Here, StringComparison.Ordinal)
        && began.Length > 0
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && !string.Equals(Began(process), began, StringComparison.Ordinal);

    /// <summary>When a process began, in the kernel's own count; empty when there is none, or where the system does not say.</summary>
    private static string Began(int process)
    {
        var line = Read($"/proc/{process}/stat");

        // The name in parentheses may hold anything; the twentieth word after it is the start.
        return line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 19 } words ? words[19] : "";
    }

    private static string Boot() => Read("/proc/sys/kernel/random/boot_id").Trim();

    private static string Container() => OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";

    private static string Read(string file)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(file) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
