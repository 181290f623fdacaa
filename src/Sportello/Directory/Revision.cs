using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What a form changes of something in the directory, field by field, to be remembered as it is saved.</summary>
internal sealed class Revision(Desk desk, Subject subject, long id)
{
    private readonly List<(string What, string? From, string? To)> _changes = [];

    public bool Any => _changes.Count > 0;

    /// <summary>Whoever wrote on an old state is told, before anything is lost.</summary>
    public static void Demand(int present, int seen)
    {
        if (present != seen)
        {
            throw Refusal.Conflict(Said.Of("refusal.stale"));
        }
    }

    public Revision Of(string what, string? from, string? to)
    {
        if (!string.Equals(from ?? "", to ?? "", StringComparison.Ordinal))
        {
            _changes.Add((what, from, to));
        }

        return this;
    }

    public Revision Of(string what, bool from, bool to) => Of(what, from ? "yes" : "no", to ? "yes" : "no");

    public async Task Save(CancellationToken stop)
    {
        await desk.Flush(stop);
        foreach (var (what, from, to) in _changes)
        {
            await desk.Remember(subject, id, what, from, to, stop);
        }

        await desk.Save(stop);
    }
}
