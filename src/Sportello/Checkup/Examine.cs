using System.Globalization;
using System.Net.Sockets;
using Sportello.Data;
using Sportello.Directory.OpenId;
using Sportello.Directory.Vouching;
using Sportello.Mailroom.Outbox;
using Sportello.Settings;
using Sportello.Wire.Transport;
using Sportello.Words;

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

/// <param name="Name">What was looked at.</param>
/// <param name="What">What was found, and what to do about it.</param>
public sealed record Finding(string Name, Health State, Said What)
{
    /// <summary>In English, for whoever asks by program.</summary>
    public string Text => What.ToString();
}

/// <summary>Goes through everything that a house needs to work, and says in words what is wrong. Changes nothing.</summary>
public sealed class Examine(HouseSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What is elsewhere is asked at the same time, so that one that is silent keeps only itself waiting.</summary>
    public async Task<IReadOnlyList<Finding>> Run(CancellationToken stop) => await Task.WhenAll(
        Configuration(stop),
        Task.FromResult(Folder()),
        Task.FromResult(Disk()),
        Stored(stop),
        Task.FromResult(Clock()),
        MailStore(stop),
        MailServer(stop),
        Outbox(stop),
        Directory(stop),
        Provider(stop),
        settings.Slack.Token is null ? Task.FromResult(new Finding("slack", Health.Absent, Said.Of("health.slack.absent"))) : Reach("slack", SlackHost.Host, SlackHost.Port, stop),
        Reach("xmpp", settings.Xmpp?.Host ?? settings.Xmpp?.Jid.Split('@')[^1].Split('/')[0], settings.Xmpp?.Port ?? 5222, stop));

    private Uri SlackHost => new(settings.Slack.Url);

    private async Task<Finding> Configuration(CancellationToken stop)
    {
        var report = await new CheckConfiguration(settings).Run(stop);
        return report switch
        {
            { Faults: [var first, ..] } => new("configuration", Health.Bad, Said.Of("health.config.all", ("first", first.ToString()), ("n", report.Faults.Count))),
            { Notices: [var first, ..] } => new("configuration", Health.Doubtful, Said.Of("health.config.all", ("first", first), ("n", report.Notices.Count))),
            _ => new("configuration", Health.Good, Said.Of("health.config.good")),
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
            return new("data folder", Health.Good, Said.Of("health.folder.good", ("folder", settings.DataFolder)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("data folder", Health.Bad, Said.Of("health.folder.bad", ("folder", settings.DataFolder), ("why", e.Message)));
        }
    }

    private Finding Disk()
    {
        try
        {
            var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace / 1048576;
            return free switch
            {
                < 100 => new("disk", Health.Bad, Said.Of("health.disk.bad", ("mb", free))),
                < 1024 => new("disk", Health.Doubtful, Said.Of("health.disk.doubtful", ("mb", free))),
                _ => new("disk", Health.Good, Said.Of("health.disk.good", ("mb", free))),
            };
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return new("disk", Health.Doubtful, Said.Of("health.disk.unknown", ("why", e.Message)));
        }
    }

    private async Task<Finding> Stored(CancellationToken stop)
    {
        try
        {
            using var database = Database.At(settings.Database);
            return await database.Version(stop) switch
            {
                null => new("database", Health.Doubtful, Said.Of("health.database.none")),
                var version when string.Equals(version, Data.Migrations.Newest.Name, StringComparison.Ordinal) => new("database", Health.Good, Said.Of("health.database.good", ("kind", database.Dialect.Name), ("version", version))),
                var version when string.CompareOrdinal(version, Data.Migrations.Newest.Name) > 0 => new("database", Health.Bad, Said.Of("health.database.newer", ("version", version))),
                var version => new("database", Health.Doubtful, Said.Of("health.database.behind", ("version", version))),
            };
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException or TimeoutException)
        {
            return new("database", Health.Bad, Said.Of("health.database.silent", ("why", e.Message)));
        }
    }

    private Finding Clock()
    {
        var now = clock.GetUtcNow();
        return now.Year is >= 2025 and < 2100
            ? new("clock", Health.Good, Said.Of("health.clock.good", ("now", Minute(now.UtcDateTime)), ("zone", settings.Work.TimeZone.Id)))
            : new("clock", Health.Bad, Said.Of("health.clock.bad", ("now", Minute(now.UtcDateTime))));
    }

    private async Task<Finding> MailStore(CancellationToken stop)
    {
        if (settings.Imap is not { Maildir: { } maildir })
        {
            return await Reach("mail store", settings.Imap?.Host, settings.Imap?.Port ?? (settings.Imap?.Security == LineSecurity.Tls ? 993 : 143), stop);
        }

        return System.IO.Directory.Exists(maildir)
            ? new("mail store", Health.Good, Said.Of("health.maildir.good", ("folder", maildir)))
            : new("mail store", Health.Bad, Said.Of("health.maildir.bad", ("folder", maildir)));
    }

    /// <summary>As far as a mail goes before it names its recipient: connection, security, sign-in.</summary>
    private async Task<Finding> MailServer(CancellationToken stop)
    {
        if (settings.Smtp is not { } smtp)
        {
            return new("smtp", Health.Absent, Said.Of("health.smtp.absent"));
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
                ? new("smtp", Health.Doubtful, Said.Of("health.smtp.warned", ("where", where), ("warning", warning)))
                : new("smtp", Health.Good, smtp.User is null ? Said.Of("health.smtp.good", ("where", where)) : Said.Of("health.smtp.signed-in", ("where", where), ("user", smtp.User)));
        }
        catch (Exception e) when (e is CommandRefusedException or ConversationBrokenException)
        {
            return new("smtp", Health.Bad, Said.Plain($"{where}: {e.Message}"));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new("smtp", Health.Bad, Said.Of("health.smtp.slow", ("where", where), ("n", (int)Patience.TotalSeconds)));
        }
    }

    /// <summary>As far as a sign-in goes before somebody's password: connection, security, the right to look, the place to look in.</summary>
    private async Task<Finding> Directory(CancellationToken stop)
    {
        if (settings.Ldap is not { } ldap)
        {
            return new("directory", Health.Absent, Said.Of("health.absent"));
        }

        var warnings = new List<string>();
        var where = string.Create(CultureInfo.InvariantCulture, $"{ldap.Host}, port {PeopleDirectory.PortOf(ldap)}");
        try
        {
            var there = await new PeopleDirectory(ldap, (_, what) => warnings.Add(what)).Try(stop);
            return !there ? new("directory", Health.Bad, Said.Of("health.directory.nowhere", ("where", where), ("base", ldap.Top)))
                : warnings is [var warning, ..] ? new("directory", Health.Doubtful, Said.Plain($"{where}: {warning}"))
                : new("directory", Health.Good, Said.Of("health.directory.good", ("where", where)));
        }
        catch (Exception e) when (e is CommandRefusedException or ConversationBrokenException)
        {
            return new("directory", Health.Bad, Said.Plain($"{where}: {e.Message}"));
        }
    }

    /// <summary>Whether the provider that signs people in describes itself, and has keys.</summary>
    private async Task<Finding> Provider(CancellationToken stop)
    {
        if (settings.OpenId is not { } openId)
        {
            return new("openid", Health.Absent, Said.Of("health.absent"));
        }

        using var provider = new OpenIdProvider(openId, clock);
        try
        {
            var facts = await provider.Facts(anew: true, stop);
            return facts.Keys.Count > 0 ? new("openid", Health.Good, Said.Of("health.openid.good", ("provider", openId.Name), ("n", facts.Keys.Count))) : new("openid", Health.Bad, Said.Of("health.openid.keyless", ("provider", openId.Name)));
        }
        catch (OpenIdFault fault)
        {
            return new("openid", Health.Bad, Said.Plain(fault.Message));
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
                return new("outbox", Health.Absent, Said.Of("health.outbox.absent"));
            }

            await using var connection = await database.Dialect.Open(stop);
            var sql = new Sql(connection, database.Dialect);
            var waiting = (await sql.First("select count(*), min(created_at) from mail_recipient where state in (0, 1, 2, 4)", r => ((long Count, DateTime? Since)?)(r.GetInt64(0), r.TimeOrNone(1)), stop))!.Value;
            var doubtful = (await sql.First("select count(*) from mail_recipient where state = 7", r => (long?)r.GetInt64(0), stop))!.Value;
            var late = waiting.Since < clock.GetUtcNow().UtcDateTime.AddHours(-1);
            return doubtful > 0 ? new("outbox", Health.Doubtful, Said.Of("health.outbox.doubtful", ("n", waiting.Count), ("doubtful", doubtful)))
                : waiting.Since is { } oldest ? new("outbox", late ? Health.Doubtful : Health.Good, Said.Of("health.outbox.waiting", ("n", waiting.Count), ("since", Minute(oldest))))
                : new("outbox", Health.Good, Said.Of("health.outbox.good"));
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException or TimeoutException)
        {
            return new("outbox", Health.Absent, Said.Of("health.outbox.silent", ("why", e.Message)));
        }
    }

    private static async Task<Finding> Reach(string name, string? host, int port, CancellationToken stop)
    {
        if (host is null)
        {
            return new(name, Health.Absent, Said.Of("health.absent"));
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, patience.Token);
            return new(name, Health.Good, Said.Of("health.reach.good", ("host", host), ("port", port)));
        }
        catch (SocketException e)
        {
            return new(name, Health.Bad, Said.Of("health.reach.bad", ("host", host), ("port", port), ("why", e.Message)));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(name, Health.Bad, Said.Of("health.reach.slow", ("host", host), ("port", port), ("n", (int)Patience.TotalSeconds)));
        }
    }

    private static string Minute(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
