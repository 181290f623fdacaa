using System.Globalization;

namespace Sportello.Portable;

/// <summary>Something in a portable file that cannot be taken: where it stands, what is wrong, and what would be right.</summary>
public sealed record PortableFault(int Line, string Object, string Member, string What)
{
    /// <summary>Where it stands in another system's data: file and row, in place of the line.</summary>
    public string? Where { get; init; }

    public override string ToString() => string.Join(": ", new[]
    {
        Where is not null ? Where : Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}") : "", Object, Member, What,
    }.Where(part => part.Length > 0));
}

/// <summary>The object that is being read: its line, what it is called, and whether it is faulty already, so that it is checked on but not taken.</summary>
internal readonly record struct Place(int Line, string Object, bool Faulty = false);

/// <summary>Everything that is to be said about a file: faults, which keep it out, and notices, which do not.</summary>
internal sealed class Findings
{
    /// <summary>More faults than these are only counted: a file that is wrong in one way is wrong a million times.</summary>
    public const int Kept = 1000;

    private readonly List<PortableFault> _faults = [];
    private readonly HashSet<PortableFault> _known = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly List<string> _notices = [];

    public int FaultCount { get; private set; }

    /// <summary>A faulty object stays out and the others go on, as another system's data need it; else any fault keeps the whole file out.</summary>
    public bool RowByRow { get; init; }

    /// <summary>Nothing more is written.</summary>
    public bool Stop => FaultCount > 0 && !RowByRow;

    public IReadOnlyList<PortableFault> Faults => _faults;

    public IReadOnlyList<string> Notices => _notices;

    public void Fault(Place at, string member, string what)
    {
        var fault = new PortableFault(at.Line, at.Object, member, what);
        if (_faults.Count >= Kept)
        {
            FaultCount++;
        }
        else if (_known.Add(fault))
        {
            // A file is walked more than once, and says the same each time.
            FaultCount++;
            _faults.Add(fault);
        }
    }

    /// <summary>It leans on something of the file that cannot be taken, which has its own fault; only where rows go one by one this one is named as well.</summary>
    public void LeansOnFaulty(Place at, string member, string what)
    {
        if (RowByRow)
        {
            Fault(at, member, $"“{what}” could not be taken, so this could not either.");
        }
    }

    /// <summary>Said once, however often it is noticed.</summary>
    public void Notice(string sentence)
    {
        if (_said.Add(sentence))
        {
            _notices.Add(sentence);
        }
    }
}
