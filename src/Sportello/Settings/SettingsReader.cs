using System.Globalization;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Perfectionist;
using Sportello.Tickets;

namespace Sportello.Settings;

/// <summary>The configuration is wrong; every fault is named at once.</summary>
public sealed class ConfigurationFaults(IReadOnlyList<Fault> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<Fault> Faults => faults;
}

/// <summary>Makes settings of config.ini, token.txt and the environment, and names every fault in one go.</summary>
public sealed partial class SettingsReader
{
    private const string Prefix = "SPORTELLO__";

    private readonly List<Fault> _faults = [];
    private readonly List<string> _notices = [];
    private readonly HashSet<IniValue> _read = [];
    private readonly List<IniValue> _values = [];
    private readonly Dictionary<string, string> _spoken;
    private readonly string _source;
    private readonly string _dataFolder;

    private SettingsReader(string? configFile, string dataFolder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<IniValue> below)
    {
        _dataFolder = Path.GetFullPath(dataFolder);
        _source = configFile ?? "the environment";
        foreach (var (name, value) in environment.Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            if (name[Prefix.Length..].Split("__") is [var section, var key])
            {
                _values.Add(new(section, key, value, "the environment", 0));
            }
        }

        if (configFile is not null)
        {
            _values.AddRange(IniFile.Read(configFile, _faults));
        }

        _spoken = _values.GroupBy(v => $"{v.Section}.{v.Key}", StringComparer.OrdinalIgnoreCase).ToDictionary(v => v.Key, v => v.First().Value, StringComparer.OrdinalIgnoreCase);
        _values.AddRange(below);
    }

    /// <exception cref="ConfigurationFaults">Something is wrong; all of it is said.</exception>
    public static HouseSettings Read(string? configFile, string dataFolder, IReadOnlyDictionary<string, string> environment) => Read(configFile, dataFolder, environment, []);

    private static HouseSettings Read(string? configFile, string dataFolder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<IniValue> below)
    {
        var reader = new SettingsReader(configFile, dataFolder, environment, below);
        var settings = reader.Settings(configFile);
        return reader._faults.Count > 0
            ? throw new ConfigurationFaults(reader._faults)
            : settings with { Notices = reader._notices, Spoken = reader._spoken, With = stored => Read(configFile, dataFolder, environment, stored) };
    }

    private HouseSettings Settings(string? configFile)
    {
        var settings = new HouseSettings
        {
            DataFolder = _dataFolder,
            Database = DatabaseOf(),
            Work = WorkOf(),
            Imap = ImapOf(),
            Smtp = SmtpOf(),
            Outgoing = OutgoingOf(),
            Delivery = DeliveryOf(),
            Senders = SendersOf(),
            Xmpp = XmppOf(),
            Webhooks = new WebhookSettings(Switch("webhooks", "allowPrivate") ?? false),
            SignIn = SignInOf(),
            Ldap = LdapOf(),
            OpenId = OpenIdOf(),
            Perfectionist = PerfectionistOf(),
            Slack = new SlackSettings(Text("slack", "url") ?? new SlackSettings().Url, Token(configFile)),
            ImportKey = Text("import", "key"),
            Api = new ApiSettings
            {
                RequestsPerMinute = Whole("api", "requestsPerMinute", 1, 1_000_000) ?? new ApiSettings().RequestsPerMinute,
                Metrics = OneOf("api", "metrics", "token", "token", "local") is "local" ? MetricsFor.Local : MetricsFor.Token,
            },
            People = [.. PeopleOf()],
            Schedule = ScheduleOf(),
        };
        foreach (var unread in _values.Where(v => !_read.Contains(v) && v.Line > 0))
        {
            _notices.Add($"{unread.Source}: [{unread.Section}] {unread.Key}: nobody reads this key.");
        }

        return settings;
    }

    private DatabaseAddress DatabaseOf()
    {
        var provider = Text("DB", "provider")?.ToLowerInvariant();
        var name = Text("DB", "name");
        var address = Text("DB", "address");
        var port = Whole("DB", "port", 1, 65535);
        var user = Text("DB", "user");
        var password = Text("DB", "password");
        switch (provider)
        {
            case null or "sqlite":
                return new(DatabaseProvider.Sqlite, Path.Combine(_dataFolder, name ?? "sportello.db"), "");
            case "postgresql" or "postgres":
                if (name is null)
                {
                    Fail("DB", "name", "the name of the PostgreSQL database is needed.");
                }

                var parts = new System.Data.Common.DbConnectionStringBuilder
                {
                    ["Host"] = address ?? "localhost",
                    ["Port"] = port ?? 5432,
                    ["Database"] = name ?? "",
                };
                if (user is not null)
                {
                    parts["Username"] = user;
                }

                if (password is not null)
                {
                    parts["Password"] = password;
                }

                return new(DatabaseProvider.PostgreSql, "", parts.ConnectionString);
            default:
                Fail("DB", "provider", $"“{provider}” is unknown; it must be sqlite or postgresql.");
                return new(DatabaseProvider.Sqlite, Path.Combine(_dataFolder, "sportello.db"), "");
        }
    }

    private WorkSettings WorkOf()
    {
        var usual = new WorkSettings();
        var prefix = Text("work", "ticketPrefix") ?? usual.TicketPrefix;
        if (prefix.Length > 10 || !prefix.All(char.IsAsciiLetterOrDigit))
        {
            Fail("work", "ticketPrefix", $"“{prefix}” will not do; one to ten letters A–Z or digits are needed, such as DPR.");
        }

        return new WorkSettings
        {
            NoActiveObr = Whole("work", "noActiveObr", 1, 10000) ?? usual.NoActiveObr,
            Log = Text("work", "log"),
            LogLevel = OneOf("work", "logLevel", usual.LogLevel, "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
            TicketPrefix = prefix,
            FormerPrefixes = (Text("work", "formerPrefixes") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Language = OneOf("work", "language", usual.Language, "en", "ru", "it"),
            TimeZone = ZoneOf() ?? usual.TimeZone,
            DefaultProject = Text("work", "defaultProject"),
            TestView = Text("work", "testView") ?? usual.TestView,
            Messages = Text("work", "messages") ?? usual.Messages,
            Url = UrlOf(),
        };
    }

    private TimeZoneInfo? ZoneOf()
    {
        var name = Text("work", "timeZone") ?? Text("work", "time_zone") ?? Text("work", "tz");
        if (name is null)
        {
            return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            Fail("work", "timeZone", $"“{name}” is not a time zone; a name such as Europe/Rome or Europe/Moscow is needed.");
        }

        return zone;
    }

    private string? UrlOf()
    {
        var text = Text("work", "url");
        if (text is not null && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            Fail("work", "url", $"“{text}” is not the address of a web; it looks like https://help.example.com.");
        }

        return text?.TrimEnd('/');
    }

    private XmppSettings? XmppOf()
    {
        var jid = Text("xmpp", "jid");
        var port = Whole("xmpp", "port", 1, 65535);
        if (jid is null)
        {
            return null;
        }

        if (jid.Count(c => c == '@') != 1)
        {
            Fail("xmpp", "jid", $"“{jid}” is not a Jabber address; it looks like robot@chat.example.com.");
        }

        return new(jid, Text("xmpp", "password") ?? "", Text("xmpp", "host"), port, Switch("xmpp", "checkCertificate") ?? true);
    }

    private IEnumerable<PersonSettings> PeopleOf()
    {
        var sections = _values.Select(v => v.Section).Where(s => s.Contains("user", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var section in sections)
        {
            var id = Text(section, "id");
            if (id is null)
            {
                Fail(section, "id", "the contact is needed: its number or its username.");
            }

            var kind = Whole(section, "new_obr", 0, 3);
            yield return new PersonSettings
            {
                Section = section,
                Id = id ?? "",
                Name = Text(section, "name"),
                Email = Text(section, "email"),
                Slack = Text(section, "slack"),
                Jabber = Text(section, "jabber"),
                Stat = Switch(section, "stat"),
                Correct = Switch(section, "Рассматривается") ?? Switch(section, "correct"),
                Imap = Text(section, "imap"),
                OpensKind = kind is null or 0 ? null : (TicketKind)kind,
                Modes = ModesOf(section, rule => rule is Rule),
            };
        }
    }

    private Dictionary<string, Cron?> ScheduleOf()
    {
        var schedule = new Dictionary<string, Cron?>(StringComparer.Ordinal);
        foreach (var line in Timetable.Lines)
        {
            if (Text("schedule", line.Key) is not { } text)
            {
                continue;
            }

            try
            {
                schedule[line.Name] = string.Equals(text, Timetable.Off, StringComparison.OrdinalIgnoreCase) ? null : Cron.Read(text);
            }
            catch (FormatException e)
            {
                Fail("schedule", line.Key, $"{e.Message} off switches it off.");
            }
        }

        return schedule;
    }

    private string? Token(string? configFile)
    {
        var folder = configFile is null ? _dataFolder : Path.GetDirectoryName(Path.GetFullPath(configFile))!;
        var file = Path.Combine(folder, "token.txt");
        var token = Text("slack", "token") is { } given && _values.Exists(v => string.Equals(v.Value, given, StringComparison.Ordinal) && v.Line == 0)
            ? given
            : File.Exists(file) ? File.ReadAllText(file).Trim().TrimStart('\uFEFF') : null;
        if (_values.Find(v => Same(v, "slack", "token") && v.Line > 0) is not null)
        {
            Fail("slack", "token", "the token stands only in token.txt or in SPORTELLO__SLACK__TOKEN.");
        }

        return string.IsNullOrEmpty(token) ? null : token;
    }

    private LineSecurity Security(string section, string? host)
    {
        var usual = host is "localhost" or "127.0.0.1" or "::1" ? "none" : "tls";
        return OneOf(section, "security", usual, "none", "starttls", "tls") switch
        {
            "none" => LineSecurity.None,
            "starttls" => LineSecurity.StartTls,
            _ => LineSecurity.Tls,
        };
    }

    /// <summary>What is given for a key, from the environment before the file; an empty value is none.</summary>
    private string? Text(string section, string key)
    {
        foreach (var value in _values.Where(v => Same(v, section, key)))
        {
            _read.Add(value);
        }

        var found = _values.Find(v => Same(v, section, key));
        return string.IsNullOrWhiteSpace(found?.Value) ? null : found.Value;
    }

    private int? Whole(string section, string key, int least, int most)
    {
        if (Text(section, key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(section, key, most >= 10000 && least == 1
            ? $"“{text}” will not do; a whole number above 0 is needed."
            : $"“{text}” will not do; a whole number from {least} to {most} is needed.");
        return null;
    }

    private bool? Switch(string section, string key)
    {
        switch (Text(section, key)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "1" or "true" or "yes" or "on":
                return true;
            case "0" or "false" or "no" or "off":
                return false;
            case var text:
                Fail(section, key, $"“{text}” will not do; 1 switches it on, 0 off.");
                return null;
        }
    }

    private string OneOf(string section, string key, string usual, params string[] allowed)
    {
        var text = Text(section, key) ?? usual;
        if (Array.Find(allowed, a => string.Equals(a, text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        Fail(section, key, $"“{text}” is unknown; it must be one of {string.Join(", ", allowed)}.");
        return usual;
    }

    private void Fail(string section, string key, string what) =>
        _faults.Add(new(_values.Find(v => Same(v, section, key))?.Source ?? _source, section, key, what));

    private static bool Same(IniValue value, string section, string key) =>
        string.Equals(value.Section, section, StringComparison.OrdinalIgnoreCase) && string.Equals(value.Key, key, StringComparison.OrdinalIgnoreCase);
}
