using Sportello.Data;
using Sportello.Jobs;

namespace Sportello.Settings;

/// <summary>Settings that were made in the web. They lie in the database and are read like lines of config.ini that stand below all others.</summary>
internal static class StoredSettings
{
    public const string Source = "the web";

    public static async Task<List<IniValue>> Read(Sql sql, ISeal? seal, ProgramLog log, CancellationToken stop)
    {
        var rows = await sql.List(
            "select section, name, value, secret from web_setting order by section, name",
            r => (Section: r.GetString(0), Key: r.GetString(1), Value: r.GetString(2), Secret: r.GetBoolean(3)),
            stop);
        var values = new List<IniValue>();
        foreach (var (section, key, stored, secret) in rows)
        {
            if ((secret ? seal?.Open(stored) : stored) is { } value)
            {
                values.Add(new IniValue(section, key, value, Source, 0));
            }
            else
            {
                log.Write(LogLevel.Error, "settings", $"The secret [{section}] {key} was closed with another key and cannot be opened here; set it anew under Mail → Settings.");
            }
        }

        return values;
    }

    public static Task<int> Forget(Desk desk, string section, string key, CancellationToken stop) =>
        desk.Sql.Run("delete from web_setting where section = @section and name = @name", stop, ("@section", section), ("@name", key));

    public static Task<int> Keep(Desk desk, string section, string key, string value, bool secret, CancellationToken stop) => desk.Sql.Run(
        """
        insert into web_setting (section, name, value, secret, who, at) values (@section, @name, @value, @secret, @who, @now)
        on conflict (section, name) do update set value = excluded.value, secret = excluded.secret, who = excluded.who, at = excluded.at
        """,
        stop,
        ("@section", section),
        ("@name", key),
        ("@value", secret ? Close(desk, value) : value.Trim()),
        ("@secret", secret),
        ("@who", desk.Actor.Name),
        ("@now", desk.Now));

    private static string Close(Desk desk, string secret) => desk.House.Settings.Seal?.Close(secret)
        ?? throw Refusal.Invalid("settings", "Secrets cannot be kept here, since this process has no key to close them with.");
}
