using Sportello.History;

namespace Sportello.Settings;

/// <summary>A setting of the mail boxes, as the web shows it.</summary>
/// <param name="Section">Its section in config.ini.</param>
/// <param name="Key">Its name there.</param>
/// <param name="Secret">Whether it is never shown.</param>
/// <param name="Value">What is in force; of a secret, nothing.</param>
/// <param name="IsSet">Whether there is a value; all that is told of a secret.</param>
/// <param name="Elsewhere">Whether config.ini or the environment speaks, which the web cannot overrule.</param>
public sealed record BoxSetting(string Section, string Key, bool Secret, string? Value, bool IsSet, bool Elsewhere)
{
    public string Name => $"{Section}.{Key}";
}

/// <summary>What can be set of the mail boxes in the web.</summary>
public sealed class BoxSettings(Desk desk)
{
    internal static readonly (string Section, string Key, bool Secret)[] All =
    [
        ("imap", "host", false), ("imap", "port", false), ("imap", "security", false), ("imap", "user", false), ("imap", "password", true), ("imap", "days", false), ("imap", "journal", false),
        ("smtp", "host", false), ("smtp", "port", false), ("smtp", "security", false), ("smtp", "user", false), ("smtp", "password", true), ("smtp", "from", false), ("smtp", "undoSeconds", false),
    ];

    public async Task<IReadOnlyList<BoxSetting>> Run(CancellationToken stop)
    {
        if (!desk.Actor.Holds("settings.view"))
        {
            throw Refusal.Denied("The settings are shown to those who hold settings.view.");
        }

        var stored = await desk.Sql.List("select section, name, value from web_setting", r => (Name: $"{r.GetString(0)}.{r.GetString(1)}", Value: r.GetString(2)), stop);
        var spoken = desk.House.Settings.Spoken;
        return
        [
            .. All.Select(s =>
            {
                var name = $"{s.Section}.{s.Key}";
                var elsewhere = spoken.TryGetValue(name, out var given);
                var value = elsewhere ? given : stored.Find(v => string.Equals(v.Name, name, StringComparison.Ordinal)).Value;
                return new BoxSetting(s.Section, s.Key, s.Secret, s.Secret ? null : value, value is not null, elsewhere);
            }),
        ];
    }
}

/// <summary>Sets the mail boxes. All of it is checked as config.ini would be before anything is kept; a wrong value changes nothing.</summary>
public sealed class ChangeBoxSettings(Desk desk)
{
    /// <param name="given">By section and key, as in <c>imap.host</c>. Empty forgets a value, and leaves a secret as it is.</param>
    /// <param name="forget">Secrets to forget.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task Run(IReadOnlyDictionary<string, string> given, IReadOnlyCollection<string> forget, CancellationToken stop)
    {
        if (!desk.Actor.Holds("settings.change"))
        {
            throw Refusal.Denied("The settings are changed by those who hold settings.change.");
        }

        await desk.Begin(stop);
        var before = await Stored(stop);
        foreach (var (section, key, secret) in BoxSettings.All)
        {
            var name = $"{section}.{key}";
            if (secret && forget.Contains(name))
            {
                await StoredSettings.Forget(desk, section, key, stop);
            }
            else if (!given.TryGetValue(name, out var value) || (secret && value.Length == 0) || desk.House.Settings.Spoken.ContainsKey(name))
            {
                continue;
            }
            else if (string.IsNullOrWhiteSpace(value))
            {
                await StoredSettings.Forget(desk, section, key, stop);
            }
            else
            {
                await StoredSettings.Keep(desk, section, key, value, secret, stop);
            }
        }

        HouseSettings read;
        try
        {
            read = await desk.House.WithStored(desk.Sql, stop);
        }
        catch (ConfigurationFaults faults)
        {
            await desk.Undo();
            throw Refusal.Invalid("settings", string.Join(' ', faults.Faults.Select(f => $"[{f.Section}] {f.Key}: {f.What}")));
        }

        await Note(before, stop);
        await desk.SaveSettings(stop);
        desk.House.Take(read);
        desk.House.MailBell.Ring();
    }

    private async Task<Dictionary<string, (string Value, bool Secret)>> Stored(CancellationToken stop) => (await desk.Sql.List(
        "select section, name, value, secret from web_setting", r => (Name: $"{r.GetString(0)}.{r.GetString(1)}", Value: r.GetString(2), Secret: r.GetBoolean(3)), stop))
        .ToDictionary(s => s.Name, s => (s.Value, s.Secret), StringComparer.Ordinal);

    /// <summary>What was set, for the log of access; of a secret only that it was.</summary>
    private async Task Note(Dictionary<string, (string Value, bool Secret)> before, CancellationToken stop)
    {
        var after = await Stored(stop);
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal).Where(n => before.GetValueOrDefault(n) != after.GetValueOrDefault(n)).Order(StringComparer.Ordinal))
        {
            await desk.Remember(Subject.Setting, 0, name, Shown(before, name), Shown(after, name), stop);
        }
    }

    private static string? Shown(Dictionary<string, (string Value, bool Secret)> values, string name) =>
        values.TryGetValue(name, out var setting) ? setting.Secret ? "•••" : setting.Value : null;
}
