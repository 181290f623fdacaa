using Sportello.Settings;

namespace Sportello.Demo;

/// <summary>The folder of a demo: its configuration, its Maildir, and what an earlier demo has left.</summary>
public static class DemoFolder
{
    private const string Mail = "mail";

    /// <summary>Makes room: an earlier demo goes, anything else is refused.</summary>
    public static async Task Clear(HouseSettings settings, CancellationToken stop)
    {
        var mail = Path.Combine(settings.DataFolder, Mail);
        if (await DemoMark.Clear(settings.Database, stop))
        {
            foreach (var left in new[] { mail, Path.Combine(settings.DataFolder, "files") }.Where(System.IO.Directory.Exists))
            {
                System.IO.Directory.Delete(left, recursive: true);
            }
        }
        else if (System.IO.Directory.Exists(mail))
        {
            throw Refusal.Conflict($"{mail} is there already, without a demo beside it, so it is left alone. Give the demo a folder of its own: --data DIR.");
        }
    }

    /// <summary>Writes the configuration that the folder is served with later, unless it has one.</summary>
    /// <returns>Its path.</returns>
    public static string Configure(string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "config.ini");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, Resource.Text("demo/config.ini"));
        }

        return path;
    }

    /// <summary>A demo talks to nobody outside: mail lies in its own Maildir, and nothing is sent.</summary>
    public static HouseSettings KeptInside(HouseSettings settings) => settings with
    {
        Imap = new MailStoreSettings { Maildir = Path.Combine(settings.DataFolder, Mail), Days = settings.Imap?.Days ?? 30, Journal = settings.Imap?.Journal },
        Smtp = null,
        Xmpp = null,
        Slack = new SlackSettings(),
    };
}
