using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Settings;

/// <summary>How mail comes in and goes out.</summary>
public sealed partial class SettingsReader
{
    private MailStoreSettings? ImapOf()
    {
        var host = Text("imap", "host");
        var maildir = Text("imap", "maildir");
        var usual = new MailStoreSettings();
        var settings = new MailStoreSettings
        {
            Host = host,
            Maildir = maildir is null ? null : Path.GetFullPath(maildir, _dataFolder),
            Port = Whole("imap", "port", 1, 65535),
            User = Text("imap", "user") ?? "",
            Password = Text("imap", "password") ?? "",
            Security = Security("imap", host),
            CheckCertificate = Switch("imap", "checkCertificate") ?? true,
            Days = Whole("imap", "days", 0, 100000) ?? usual.Days,
            Journal = Text("imap", "journal"),
        };
        return host is null && maildir is null ? null : settings;
    }

    private SmtpSettings? SmtpOf()
    {
        var host = Text("smtp", "host");
        var port = Whole("smtp", "port", 1, 65535);
        var from = Text("smtp", "from");
        if (host is null)
        {
            return null;
        }

        if (from is null)
        {
            Fail("smtp", "from", "the address that mail goes out from is needed, such as support@example.com.");
        }
        else if (MailAddress.ParseList(from) is not [var sender] || !Mailbox.IsAddress(sender.Address))
        {
            Fail("smtp", "from", $"“{from}” is not one mail address; it looks like support@example.com, or Support <support@example.com>.");
        }

        if (Text("smtp", "user") is null != Text("smtp", "password") is null)
        {
            Fail("smtp", Text("smtp", "user") is null ? "user" : "password", "user and password go together; a server that asks for neither gets neither.");
        }

        return new(host, port, Text("smtp", "user"), Text("smtp", "password"), Security("smtp", host), from ?? "", Switch("smtp", "checkCertificate") ?? true);
    }

    private OutgoingSettings OutgoingOf()
    {
        var usual = new OutgoingSettings();
        return new OutgoingSettings
        {
            Undo = Whole("smtp", "undoSeconds", 0, 600) is { } seconds ? TimeSpan.FromSeconds(seconds) : usual.Undo,
            PerHour = Whole("smtp", "perHour", 1, 10000) ?? usual.PerHour,
            FilesMb = Whole("smtp", "filesMb", 0, 1000) ?? usual.FilesMb,
        };
    }

    private SenderSettings SendersOf()
    {
        var servers = (Text("mail", "authserv") ?? "").Split((char[])[',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);
        var strict = Switch("mail", "strictSenders") ?? false;
        if (strict && servers.Length == 0)
        {
            Fail("mail", "authserv", "with strictSenders the name is needed under which your mail server writes Authentication-Results, such as mx.example.com.");
        }

        return new SenderSettings { Servers = servers, Strict = strict };
    }

    private DeliverySettings DeliveryOf()
    {
        var usual = new DeliverySettings();
        return new DeliverySettings
        {
            Kind = Whole("deliver", "new_obr", 1, 3) is { } kind ? (TicketKind)kind : usual.Kind,
            Project = Text("deliver", "project"),
            Assignee = Text("deliver", "assignee"),
        };
    }
}
