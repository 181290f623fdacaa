using System.Globalization;
using Sportello.Portable.Taking;

namespace Sportello.Importing;

/// <summary>Gives things of another system their numbers here: the one it has already, its own where that is free, else the next one behind all others.</summary>
internal sealed class Numbering
{
    private readonly Intake _intake;
    private readonly string _kind;
    private readonly NumberSet _taken = new();
    private long _next;

    private Numbering(Intake intake, string kind) => (_intake, _kind) = (intake, kind);

    /// <param name="intake">What is imported.</param>
    /// <param name="kind"><c>ticket</c> or <c>work-item</c>.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<Numbering> Of(Intake intake, string kind, CancellationToken stop)
    {
        var numbering = new Numbering(intake, kind)
        {
            _next = await intake.Desk.Sql.First("select value from counter where name = @name", r => r.GetInt64(0), stop, ("@name", kind)),
        };
        await foreach (var number in intake.Desk.Sql.Each($"select number from {kind.Replace('-', '_')}", r => r.GetInt32(0), stop))
        {
            numbering._taken.Add(number);
            numbering._next = Math.Max(numbering._next, number);
        }

        return numbering;
    }

    /// <summary>All at once, since those that keep their numbers go before those that get one.</summary>
    /// <param name="ids">The ids over there; a whole number above 0 is a number that may be kept.</param>
    /// <param name="keep">Whether ids are numbers that people know.</param>
    public void Give(IEnumerable<string> ids, bool keep)
    {
        var others = new List<string>();
        foreach (var id in ids.Where(i => _intake.Known.Of(_kind, i) is null))
        {
            if (keep && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own is > 0 and < int.MaxValue / 2 && _taken.Add(own))
            {
                _intake.Known.Note(_kind, id, own);
                _next = Math.Max(_next, own);
            }
            else
            {
                others.Add(id);
            }
        }

        foreach (var id in others.Distinct(StringComparer.Ordinal))
        {
            if (_intake.Known.Of(_kind, id) is null)
            {
                _intake.Known.Note(_kind, id, ++_next);
            }
        }
    }

    public long this[string id] => _intake.Known.Of(_kind, id)!.Value;
}
