using System.Globalization;
using System.Net.Sockets;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Settings;
using Sportello.Wire.Transport;

namespace Sportello.Checkup;

/// <summary>What one check found.</summary>
public enum Health
{
    Good,

    /// <summary>It works, and deserves a look.</summary>
    Doubtful,

    Bad,

    /// <summary>Not set up, so there is nothing to check.</summary>
    Absent,
}

public sealed record Finding(string Name, Health State, string Text);

/// <summary>Goes through everything that a house needs to work, and says in words what is wrong. Changes nothing.</summary>
public sealed class Examine(HouseSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<Finding>> Run(CancellationToken stop) =>
    [
        await Configuration(stop),
        Folder(),
        Disk(),
        await Stored(stop),
        Clock(),
        await MailStore(stop),
        await MailServer(stop),
        await Outbox(stop),
        settings.Slack.Token is null ? new("slack", Health.Absent, "No token is set up.") : await Reach("slack", SlackHost.Host, SlackHost.Port, stop),
        await Reach("xmpp", settings.Xmpp?.Host ?? settings.Xmpp?.Jid.Split('@')[^1].Split('/')[0], settings.Xmpp?.Port ?? 5222, stop),
    ];

    private Uri SlackHost => new(settings.Slack.Url);

    private async Task<Finding> Configuration(CancellationToken stop)
    {
        var report = await new CheckConfiguration(settings).Run(stop);
        return report switch
        {
            { Faults: [var first, ..] } => new("configuration", Health.Bad, $"{first} (“sportello config check” names all {report.Faults.Count})"),
            { Notices: [var first, ..] } => new("configuration", Health.Doubtful, $"{first} (“sportello config check” names all {report.Notices.Count})"),
            _ => new("configuration", Health.Good, "Nothing is wrong with it."),
        };
    }

    private Finding Folder()
    {
        try
        {
            System.IO.Directory.CreateDirectory(settings.DataFolder);
            var probe = Path.Combine(settings.DataFolder, ".probe-" + Guid.NewGuid().ToString("N"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("data folder", Health.Good, $"{settings.DataFolder} can be written.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("data folder", Health.Bad, $"{settings.DataFolder} cannot be written: {e.Message}");
        }
    }

    private Finding Disk()
    {
        try
        {
            var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace / 1048576;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free:N0} MB are free.");
            return free switch
            {
                < 100 => new("disk", Health.Bad, text + " Make room: without it nothing can be saved."),
                < 1024 => new("disk", Health.Doubtful, text + " Make room before it is gone."),
                _ => new("disk", Health.Good, text),
            };
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return new("disk", Health.Doubtful, $"How much is free cannot be told: {e.Message}");
        }
    }

    private async Task<Finding> Stored(CancellationToken stop)
    {
        try
        {
            using var database = Database.At(settings.Database);
            return await database.Version(stop) switch
            {
                null => new("database", Health.Doubtful, "There is none yet; whatever writes first makes it, and so does “sportello db migrate”."),
                var version when string.Equals(version, Data.Migrations.Newest.Name, StringComparison.Ordinal) => new("database", Health.Good, $"{database.Dialect.Name} answers, and its schema is of today ({version})."),
                var version when string.CompareOrdinal(version, Data.Migrations.Newest.Name) > 0 => new("database", Health.Bad, $"Its schema ({version}) is newer than this version of Sportello; use the newer one."),
                var version => new("database", Health.Doubtful, $"Its schema ({version}) is behind; “sportello db migrate” brings it up to today."),
            };
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException or TimeoutException)
        {
            return new("database", Health.Bad, $"It does not answer: {e.Message}");
        }
    }

    private Finding Clock()
    {
        var now = clock.GetUtcNow();
        return now.Year is >= 2025 and < 2100
            ? new("clock", Health.Good, string.Create(CultureInfo.InvariantCulture, $"It is {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC; the time zone is {settings.Work.TimeZone.Id}."))
            : new("clock", Health.Bad, string.Create(CultureInfo.InvariantCulture, $"It says {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, which cannot be; set the machine's clock."));
    }

    private async Task<Finding> MailStore(CancellationToken stop)
    {
        if (settings.Imap is not { Maildir: { } maildir })
        {
            return await Reach("mail store", settings.Imap?.Host, settings.Imap?.Port ?? (settings.Imap?.Security == LineSecurity.Tls ? 993 : 143), stop);
        }

        return System.IO.Directory.Exists(maildir)
            ? new("mail store", Health.Good, $"The Maildir {maildir} is there.")
            : new("mail store", Health.Bad, $"The Maildir {maildir} is not there.");
    }

    /// <summary>As far as a mail goes before it names its recipient: connection, security, sign-in.</summary>
    private async Task<Finding> MailServer(CancellationToken stop)
    {
        if (settings.Smtp is not { } smtp)
        {
            return new("smtp", Health.Absent, "Not set up: replies and notices wait in the outbox.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        var warnings = new List<string>();
        var where = string.Create(CultureInfo.InvariantCulture, $"{smtp.Host}, port {SmtpLine.PortOf(smtp)}");
        try
        {
            await using var line = new SmtpLine(smtp, warnings.Add);
            await line.Client(patience.Token);
            return warnings is [var warning, ..]
                ? new("smtp", Health.Doubtful, $"{where} takes our mail; {warning}")
                : new("smtp", Health.Good, $"{where} takes our mail{(smtp.User is null ? "" : $", signed in as {smtp.User}")}.");
        }
        catch (Exception e) when (e is CommandRefusedException or ConversationBrokenException)
        {
            return new("smtp", Health.Bad, $"{where}: {e.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new("smtp", Health.Bad, string.Create(CultureInfo.InvariantCulture, $"{where} does not answer within {Patience.TotalSeconds} seconds."));
        }
    }

    /// <summary>Whether mail goes out: how much waits, since when, and what somebody should look at.</summary>
    private async Task<Finding> Outbox(CancellationToken stop)
    {
        try
        {
            using var database = Database.At(settings.Database);
            if (!string.Equals(await database.Version(stop), Data.Migrations.Newest.Name, StringComparison.Ordinal))
            {
                return new("outbox", Health.Absent, "There is no database of today.");
            }

            await using var connection = await database.Dialect.Open(stop);
            var sql = new Sql(connection, database.Dialect);
            var waiting = (await sql.First("select count(*), min(created_at) from mail_recipient where state in (0, 1, 2, 4)", r => ((long Count, DateTime? Since)?)(r.GetInt64(0), r.TimeOrNone(1)), stop))!.Value;
            var doubtful = (await sql.First("select count(*) from mail_recipient where state = 7", r => (long?)r.GetInt64(0), stop))!.Value;
            var since = waiting.Since is { } oldest ? string.Create(CultureInfo.InvariantCulture, $", the oldest since {oldest:yyyy-MM-dd HH:mm} UTC") : "";
            var text = string.Create(CultureInfo.InvariantCulture, $"{waiting.Count} mails wait{since}.");
            var late = waiting.Since < clock.GetUtcNow().UtcDateTime.AddHours(-1);
            return doubtful > 0
                ? new("outbox", Health.Doubtful, string.Create(CultureInfo.InvariantCulture, $"{text} Of {doubtful} nobody knows whether they went out: look at them under Mail."))
                : new("outbox", late ? Health.Doubtful : Health.Good, text);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException or TimeoutException)
        {
            return new("outbox", Health.Absent, $"The database does not answer: {e.Message}");
        }
    }

    private static async Task<Finding> Reach(string name, string? host, int port, CancellationToken stop)
    {
        if (host is null)
        {
            return new(name, Health.Absent, "Not set up.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, patience.Token);
            return new(name, Health.Good, string.Create(CultureInfo.InvariantCulture, $"{host} answers on port {port}."));
        }
        catch (SocketException e)
        {
            return new(name, Health.Bad, string.Create(CultureInfo.InvariantCulture, $"{host} does not answer on port {port}: {e.Message}"));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(name, Health.Bad, string.Create(CultureInfo.InvariantCulture, $"{host} does not answer on port {port} within {Patience.TotalSeconds} seconds."));
        }
    }
}
