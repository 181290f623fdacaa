using Sportello.Data;
using Sportello.Jobs;
using Sportello.Tickets;

namespace Sportello.Settings;

public enum LineSecurity
{
    None,
    StartTls,
    Tls,
}

/// <summary>Everything that config.ini, token.txt, the environment and the command line say.</summary>
public sealed record HouseSettings
{
    public required string DataFolder { get; init; }

    public required DatabaseAddress Database { get; init; }

    public WorkSettings Work { get; init; } = new();

    public MailStoreSettings? Imap { get; init; }

    public SmtpSettings? Smtp { get; init; }

    public OutgoingSettings Outgoing { get; init; } = new();

    public DeliverySettings Delivery { get; init; } = new();

    public SenderSettings Senders { get; init; } = new();

    public XmppSettings? Xmpp { get; init; }

    public SlackSettings Slack { get; init; } = new();

    public WebhookSettings Webhooks { get; init; } = new();

    public ApiSettings Api { get; init; } = new();

    /// <summary>What opens the API of the system that is imported from.</summary>
    public string? ImportKey { get; init; }

    public SignInSettings SignIn { get; init; } = new();

    /// <summary>What a password costs to try; no file sets it, and only tests, which prove nothing by waiting, ask for less.</summary>
    public int PasswordRounds { get; init; } = 600_000;

    /// <summary>The directory that people's passwords are asked of; none = only those of this house count.</summary>
    public LdapSettings? Ldap { get; init; }

    /// <summary>The provider that signs people in.</summary>
    public OpenIdSettings? OpenId { get; init; }

    public PerfectionistSettings Perfectionist { get; init; } = new();

    /// <summary>The people of the <c>[user…]</c> sections; none when config.ini lists nobody.</summary>
    public IReadOnlyList<PersonSettings> People { get; init; } = [];

    /// <summary>When programs run by themselves, by their names, where the file says so; null switches one off.</summary>
    public IReadOnlyDictionary<string, Cron?> Schedule { get; init; } = new Dictionary<string, Cron?>(StringComparer.Ordinal);

    /// <summary>What config.ini and the environment say, as in <c>imap.host</c>: settings of the web give way to it.</summary>
    internal IReadOnlyDictionary<string, string> Spoken { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The same once more, with settings of the web below them.</summary>
    internal Func<IReadOnlyList<IniValue>, HouseSettings>? With { get; init; }

    /// <summary>Closes and opens the secrets among the settings of the web.</summary>
    public ISeal? Seal { get; init; }

    /// <summary>Things that work but deserve a word, such as keys that nobody reads.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

public sealed record WorkSettings
{
    /// <summary>Days without an answer after which a customer is called silent.</summary>
    public int NoActiveObr { get; init; } = 5;

    public string? Log { get; init; }

    public string LogLevel { get; init; } = "INFO";

    public string TicketPrefix { get; init; } = "DPR";

    /// <summary>Letters may still carry these.</summary>
    public IReadOnlyList<string> FormerPrefixes { get; init; } = [];

    public string Language { get; init; } = "en";

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Where letters of organizations with several projects, or none, go.</summary>
    public string? DefaultProject { get; init; }

    public string TestView { get; init; } = "testView.txt";

    public string Messages { get; init; } = "msg";

    /// <summary>The web's address as people type it; mails to our own side link to tickets by it.</summary>
    public string? Url { get; init; }
}

public sealed record ApiSettings
{
    /// <summary>For each token, on each node.</summary>
    public int RequestsPerMinute { get; init; } = 60_000;

    public MetricsFor Metrics { get; init; }
}

/// <summary>Who reads <c>/metrics</c>.</summary>
public enum MetricsFor
{
    /// <summary>Whoever shows a token of somebody who holds settings.view.</summary>
    Token = 0,

    /// <summary>Besides, whoever asks from this machine.</summary>
    Local = 1,
}

/// <summary>How patient the perfectionist's further rules are, and who keeps the house.</summary>
public sealed record PerfectionistSettings
{
    /// <summary>The contact who hears of what is nobody's in particular: its number or username; none = nobody.</summary>
    public string? Keeper { get; init; }

    /// <summary>Days that a customer's question may wait.</summary>
    public int AnswerDays { get; init; } = 2;

    /// <summary>For so many days a ticket that was closed without a word is named.</summary>
    public int ClosedDays { get; init; } = 7;

    /// <summary>Days without a sign-in after which an account is called idle.</summary>
    public int IdleDays { get; init; } = 90;

    /// <summary>How often a ticket may go from one person to another.</summary>
    public int Handovers { get; init; } = 3;

    /// <summary>For so many days work that was done is named when its tests fail.</summary>
    public int RedDays { get; init; } = 30;

    /// <summary>Rules that go otherwise for everybody: off, report or fix.</summary>
    public IReadOnlyDictionary<string, string> Modes { get; init; } = new Dictionary<string, string>();
}

/// <summary>The mail store of the folders and the journal: an IMAP server, or a Maildir on disk.</summary>
public sealed record MailStoreSettings
{
    public string? Host { get; init; }

    public string? Maildir { get; init; }

    public int? Port { get; init; }

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    public LineSecurity Security { get; init; } = LineSecurity.Tls;

    public bool CheckCertificate { get; init; } = true;

    /// <summary>Letters sent longer ago than this many days are left alone.</summary>
    public int Days { get; init; } = 3;

    public string? Journal { get; init; }
}

public sealed record SmtpSettings(string Host, int? Port, string? User, string? Password, LineSecurity Security, string From, bool CheckCertificate);

/// <summary>How mail goes out, whatever server takes it.</summary>
public sealed record OutgoingSettings
{
    /// <summary>How long a reply written in the web waits before it leaves, so that it can be taken back.</summary>
    public TimeSpan Undo { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most automatic mails to one address within an hour; with more of them, two machines are answering each other.</summary>
    public int PerHour { get; init; } = 30;

    /// <summary>Files of a reply that are sent along, in MB together; larger ones are named and stay in the ticket.</summary>
    public int FilesMb { get; init; } = 20;
}

/// <summary>What becomes of letters that are handed over, not fetched: <c>mail deliver</c> and <c>POST /api/v1/mail</c>.</summary>
public sealed record DeliverySettings
{
    /// <summary>The kind of ticket that such a letter opens.</summary>
    public TicketKind Kind { get; init; } = TicketKind.Consultation;

    /// <summary>The project it opens in; none = as for the folders.</summary>
    public string? Project { get; init; }

    /// <summary>Who answers for it; none = nobody yet.</summary>
    public string? Assignee { get; init; }
}

/// <summary>Whose word counts on who has sent a letter.</summary>
public sealed record SenderSettings
{
    /// <summary>The names under which our own mail servers write Authentication-Results; none = the first field is read, and only what it says against a sender.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Whether a letter is held unless our server confirms its sender.</summary>
    public bool Strict { get; init; }
}

/// <summary>Where webhooks may go.</summary>
/// <param name="AllowPrivate">Also to this machine and into private networks.</param>
public sealed record WebhookSettings(bool AllowPrivate = false);

public sealed record XmppSettings(string Jid, string Password, string? Host, int? Port, bool CheckCertificate);

public sealed record SlackSettings(string Url = "https://slack.com/api/", string? Token = null);

/// <summary>A person as config.ini lists them. What is not said there is null and comes from the contact.</summary>
public sealed record PersonSettings
{
    public required string Section { get; init; }

    /// <summary>The contact: its number or its username.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Slack { get; init; }

    public string? Jabber { get; init; }

    public bool? Stat { get; init; }

    public bool? Correct { get; init; }

    public string? Imap { get; init; }

    public TicketKind? OpensKind { get; init; }

    /// <summary>Rules of the perfectionist that go otherwise for this person: off, report or fix.</summary>
    public IReadOnlyDictionary<string, string> Modes { get; init; } = new Dictionary<string, string>();
}
