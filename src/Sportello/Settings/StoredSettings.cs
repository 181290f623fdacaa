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
}
