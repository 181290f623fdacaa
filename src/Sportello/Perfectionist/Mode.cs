using Sportello.Jobs;
using Sportello.Settings;

namespace Sportello.Perfectionist;

/// <summary>What a rule may do. Stored.</summary>
public enum Mode
{
    Off = 0,

    /// <summary>It says what it finds, and proposes.</summary>
    Report = 1,

    /// <summary>It changes what it finds, where the person allows it.</summary>
    Fix = 2,
}

/// <summary>Who decided how a rule goes.</summary>
public enum ModeSource
{
    /// <summary>Nobody: it goes as it usually does.</summary>
    Usual,

    /// <summary>Kept in the database for this person.</summary>
    Person,

    /// <summary>Kept in the database for everybody.</summary>
    Everybody,

    /// <summary>config.ini, for this person or everybody; whatever the database says.</summary>
    File,
}

/// <summary>How each rule goes for each person: config.ini before the database, the person before everybody, and else as usual.</summary>
internal sealed class Modes
{
    public const long Everybody = 0;

    private readonly PerfectionistSettings _file;
    private readonly Dictionary<(string Rule, long Contact), Mode> _kept;

    private Modes(PerfectionistSettings file, Dictionary<(string Rule, long Contact), Mode> kept) => (_file, _kept) = (file, kept);

    public static async Task<Modes> Read(Desk desk, CancellationToken stop)
    {
        var kept = await desk.Sql.List("select rule, contact_id, mode from perfectionist_mode", r => (Key: (r.GetString(0), r.GetInt64(1)), Mode: (Mode)r.GetInt32(2)), stop);
        return new Modes(desk.House.Settings.Perfectionist, kept.ToDictionary(k => k.Key, k => k.Mode));
    }

    public (Mode Mode, ModeSource Source) Of(Rule rule, Person person) => Allowed(rule, person, Asked(rule, person.ContactId, person.Modes) ?? (rule.Usual(person), ModeSource.Usual));

    /// <summary>How it would go if nothing were kept for that person; for everybody, as it usually goes.</summary>
    public Mode Otherwise(Rule rule, Person person) =>
        (person.ContactId == Everybody ? (rule.Usual(person), ModeSource.Usual) : Allowed(rule, person, Asked(rule, Everybody, null) ?? (rule.Usual(person), ModeSource.Usual))).Item1;

    /// <summary>Nobody's tickets are changed who has not allowed it; a rule that can do nothing else is then off. What is said for everybody is kept as it was said.</summary>
    private static (Mode Mode, ModeSource Source) Allowed(Rule rule, Person person, (Mode Mode, ModeSource Source) asked) =>
        asked.Mode == Mode.Fix && !(rule.Proposes is not null && (person.Correct || person.ContactId == Everybody))
            ? (rule.Usual(person) == Mode.Off ? Mode.Off : Mode.Report, asked.Source)
            : asked;

    public (Mode Mode, ModeSource Source) Of(HouseRule rule)
    {
        var (mode, source) = Asked(rule, Everybody, null) ?? (Mode.Report, ModeSource.Usual);
        return (mode == Mode.Fix && rule.Proposes is null ? Mode.Report : mode, source);
    }

    private (Mode, ModeSource)? Asked(Check rule, long contact, IReadOnlyDictionary<string, string>? ofPerson) =>
        ofPerson is not null && ofPerson.TryGetValue(rule.Id, out var own) ? (Read(own), ModeSource.File)
        : _file.Modes.TryGetValue(rule.Id, out var all) ? (Read(all), ModeSource.File)
        : _kept.TryGetValue((rule.Id, contact), out var kept) ? (kept, contact == Everybody ? ModeSource.Everybody : ModeSource.Person)
        : _kept.TryGetValue((rule.Id, Everybody), out kept) ? (kept, ModeSource.Everybody)
        : null;

    private static Mode Read(string word) => Enum.Parse<Mode>(word, ignoreCase: true);
}
