using System.Globalization;
using Sportello.Access;
using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Settings;

/// <summary>One value of the general settings.</summary>
/// <param name="Elsewhere">Whether config.ini or the environment speaks, which the web cannot overrule.</param>
public sealed record Setting(string? Value, bool Elsewhere);

/// <param name="NextNumber">The number that the next ticket will get.</param>
public sealed record TicketSettingsView(Setting Prefix, Setting DefaultProject, int NextNumber, IReadOnlyList<string> Projects, IReadOnlyList<HistoryView> History, bool MayChange);

/// <summary>How tickets are numbered and where they go when nobody says, for whoever holds settings.view.</summary>
public sealed class TicketSettings(Desk desk)
{
    internal const long HistoryKey = 1;
    private const int MostHistory = 50;

    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    public async Task<TicketSettingsView> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var work = desk.House.Settings.Work;
        return new(
            new(work.TicketPrefix, Spoken("work.ticketPrefix")),
            new(work.DefaultProject, Spoken("work.defaultProject")),
            1 + await desk.Sql.First("select value from counter where name = 'ticket'", r => (int)r.GetInt64(0), stop),
            await desk.Sql.List("select name from project where active order by name", r => r.GetString(0), stop),
            await HistoryOf.Latest(desk.Sql, Subject.Setting, HistoryKey, MostHistory, stop),
            desk.Actor.Holds("settings.change"));
    }

    private bool Spoken(string name) => desk.House.Settings.Spoken.ContainsKey(name);
}

/// <summary>Sets them. Numbers only grow; letters with a former prefix are still known by it.</summary>
public sealed class ChangeTicketSettings(Desk desk)
{
    /// <summary>What a subject is searched for has five digits at least.</summary>
    private const int LeastNumber = 10000;

    private const int MostNumber = 900_000_000;

    /// <param name="prefix">Empty = the usual one.</param>
    /// <param name="defaultProject">Its name; empty = none.</param>
    /// <param name="nextNumber">The number that the next ticket shall get; none = as it comes.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task Run(string? prefix, string? defaultProject, int? nextNumber, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var before = desk.House.Settings.Work;
        await KeepPrefix(OneLine.Of(prefix), stop);
        await KeepProject(OneLine.Of(defaultProject), stop);
        await MoveNumber(nextNumber, stop);
        HouseSettings read;
        try
        {
            read = await desk.House.WithStored(desk.Sql, stop);
        }
        catch (ConfigurationFaults faults)
        {
            await desk.Undo();
            throw Refusal.Invalid("prefix", string.Join(' ', faults.Faults.Select(f => f.What)));
        }

        await Note("prefix", before.TicketPrefix, read.Work.TicketPrefix, stop);
        await Note("default-project", before.DefaultProject, read.Work.DefaultProject, stop);
        await desk.SaveSettings(stop);
        desk.House.Take(read);
    }

    private async Task KeepPrefix(string prefix, CancellationToken stop)
    {
        if (desk.House.Settings.Spoken.ContainsKey("work.ticketPrefix"))
        {
            return;
        }

        var work = desk.House.Settings.Work;
        if (prefix.Length > 10 || !prefix.All(char.IsAsciiLetterOrDigit))
        {
            await desk.Undo();
            throw Refusal.Invalid("prefix", Said.Of("refusal.prefix", ("prefix", prefix)));
        }

        var wanted = prefix.Length == 0 ? new WorkSettings().TicketPrefix : prefix;
        if (string.Equals(wanted, work.TicketPrefix, StringComparison.Ordinal))
        {
            return;
        }

        // Letters that are on their way still carry the old one.
        var former = work.FormerPrefixes.Append(work.TicketPrefix).Except([wanted], StringComparer.OrdinalIgnoreCase).Distinct(StringComparer.OrdinalIgnoreCase);
        await StoredSettings.Keep(desk, "work", "ticketPrefix", wanted, secret: false, stop);
        await StoredSettings.Keep(desk, "work", "formerPrefixes", string.Join(',', former), secret: false, stop);
    }

    private async Task KeepProject(string name, CancellationToken stop)
    {
        if (desk.House.Settings.Spoken.ContainsKey("work.defaultProject"))
        {
            return;
        }

        if (name.Length == 0)
        {
            await StoredSettings.Forget(desk, "work", "defaultProject", stop);
        }
        else if (await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name)) is null)
        {
            await desk.Undo();
            throw Refusal.Invalid("project", Said.Of("refusal.project", ("name", name)));
        }
        else
        {
            await StoredSettings.Keep(desk, "work", "defaultProject", name, secret: false, stop);
        }
    }

    private async Task MoveNumber(int? next, CancellationToken stop)
    {
        if (next is not { } wanted)
        {
            return;
        }

        var now = 1 + await desk.Sql.First("select value from counter where name = 'ticket'", r => (int)r.GetInt64(0), stop);
        if (wanted == now)
        {
            return;
        }

        if (wanted < Math.Max(now, LeastNumber) || wanted > MostNumber)
        {
            await desk.Undo();
            throw Refusal.Invalid("number", Said.Of("refusal.next-number", ("least", Math.Max(now, LeastNumber)), ("most", MostNumber)));
        }

        // A ticket that was opened meanwhile has taken the number.
        if (await desk.Sql.Run("update counter set value = @value where name = 'ticket' and value < @value", stop, ("@value", (long)wanted - 1)) == 0)
        {
            await desk.Undo();
            throw Refusal.Invalid("number", Said.Of("refusal.next-number", ("least", wanted + 1), ("most", MostNumber)));
        }

        await Note("next-number", now.ToString(CultureInfo.InvariantCulture), wanted.ToString(CultureInfo.InvariantCulture), stop);
    }

    private async Task Note(string what, string? from, string? to, CancellationToken stop)
    {
        if (!string.Equals(from, to, StringComparison.Ordinal))
        {
            await desk.Remember(Subject.Setting, TicketSettings.HistoryKey, what, from, to, stop);
        }
    }
}
