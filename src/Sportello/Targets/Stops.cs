using System.Globalization;
using Sportello.Data;

namespace Sportello.Targets;

/// <summary>A stretch in which a ticket was not ours to work on; without an end it still is not.</summary>
internal readonly record struct Stop(DateTime From, DateTime? To);

/// <summary>When a ticket's clock stood still, as it is kept beside the ticket: <c>from-to</c> in milliseconds, with blanks between.</summary>
internal static class Stops
{
    public static List<Stop> Read(string? kept) => kept is null ? [] : [.. kept.Split(' ').Select(One)];

    public static string? Write(IReadOnlyCollection<Stop> stops) => stops.Count == 0 ? null
        : string.Join(' ', stops.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Moment.ToStored(s.From)}-{(s.To is { } to ? Moment.ToStored(to) : "")}")));

    /// <summary>From now on it stands still.</summary>
    public static string? Begin(string? kept, DateTime at)
    {
        var stops = Read(kept);
        return stops is [.., { To: null }] ? kept : Write([.. stops, new(At(stops, at), null)]);
    }

    /// <summary>It goes on.</summary>
    public static string? End(string? kept, DateTime at) => Read(kept) is [.. var before, { To: null } last] ? Write([.. before, last with { To = at > last.From ? at : last.From }]) : kept;

    /// <summary>What is told late stands behind what is known already.</summary>
    private static DateTime At(List<Stop> stops, DateTime at) => stops is [.., { To: { } end }] && end > at ? end : at;

    private static Stop One(string kept)
    {
        var dash = kept.IndexOf('-', 1);
        return new(Of(kept[..dash]), dash == kept.Length - 1 ? null : Of(kept[(dash + 1)..]));
    }

    private static DateTime Of(string stored) => Moment.FromStored(long.Parse(stored, CultureInfo.InvariantCulture));
}
