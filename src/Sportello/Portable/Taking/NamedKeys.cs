namespace Sportello.Portable.Taking;

/// <summary>The keys of one kind of thing by name: what the database holds, and what the file has added so far.</summary>
internal sealed class NamedKeys(string kind, Findings findings)
{
    private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public bool Has(string name) => _keys.ContainsKey(name);

    public long? At(string name) => _keys.TryGetValue(name, out var key) ? key : null;

    public void Know(string name, long key) => _keys[name] = key;

    /// <summary>It stands in the file but cannot be taken: whoever leans on it is not to blame.</summary>
    public void IsFaulty(string name) => _faulty.Add(name);

    /// <summary>False, with a fault, when the file has it twice.</summary>
    public bool Claim(Place at, string name)
    {
        if (_lines.TryAdd(name, at.Line))
        {
            return true;
        }

        findings.Fault(at, "", $"stands in this file already, on line {_lines[name]}; once is enough.");
        return false;
    }

    /// <summary>Its key; none when there is no such thing, which is a fault unless the file has a faulty one.</summary>
    public long? Find(Place at, string member, string name)
    {
        if (_keys.TryGetValue(name, out var key))
        {
            return key;
        }

        if (!_faulty.Contains(name))
        {
            findings.Fault(at, member, $"there is no {kind} “{name}”; {Advice(name)}");
        }
        else
        {
            findings.LeansOnFaulty(at, member, name);
        }

        return null;
    }

    private string Advice(string name)
    {
        var near = _keys.Keys.Where(k => Distance(k, name) <= 2).Order(StringComparer.Ordinal).FirstOrDefault();
        return near is null ? $"list it in the file, or name one that exists." : $"did you mean “{near}”?";
    }

    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 2)
        {
            return int.MaxValue;
        }

        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, row) = (above[0], above);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return above[^1];
    }
}
