using System.Globalization;
using System.Text;
using System.Text.Json;
using Sportello.Jobs;
using Sportello.Messaging;
using Sportello.Settings;

namespace Sportello.Perfectionist;

/// <summary>
/// Keeps the reports: in the database, in the outbox, and as a file for each person. The first report of a day stands;
/// a later run of the same day adds one only if it has corrected something.
/// </summary>
internal static class Reports
{
    /// <summary>No contact's file: theirs never begin with an underscore.</summary>
    private const string HouseFile = "_house";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task Keep(Desk desk, Person person, DateOnly day, PersonFindings found, bool corrected, CancellationToken stop)
    {
        await desk.Begin(stop);
        var news = corrected || !await IsKept(desk, person, day, stop);
        if (news)
        {
            await Insert(desk, person, day, found, stop);
        }

        if (found.Message.Channel != Channel.Print)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{PerfectionistProgram.Name}:{day:yyyy-MM-dd}:{person.ContactId}");
            await ChatOutbox.Put(desk, new ChatMessage(key, PerfectionistProgram.Name, person.ContactId, found.Message.Channel, found.Message.Address!, found.Message.Text), stop);
        }

        await desk.Save(stop);
        if (news)
        {
            Write(desk.House.Settings, FileName(person), found.Message.Text);
        }
    }

    /// <summary>What is nobody's in particular: a file of its own, and a message to whoever keeps the house.</summary>
    public static async Task KeepHouse(Desk desk, Person? keeper, DateOnly day, HouseFindings found, bool corrected, CancellationToken stop)
    {
        var route = Route.JabberFirst(keeper?.Slack, keeper?.Jabber);
        if (keeper is not null && route.Channel != Channel.Print && found.Findings.Any(f => f.Count > 0))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{PerfectionistProgram.Name}:house:{day:yyyy-MM-dd}:{keeper.ContactId}");
            await ChatOutbox.Put(desk, new ChatMessage(key, PerfectionistProgram.Name, keeper.ContactId, route.Channel, route.Address!, found.Text), stop);
            await desk.Save(stop);
        }

        // Its first line names the day: of several runs on one day the first one's stands here too.
        var file = Path.Combine(Path.GetFullPath(desk.House.Settings.Work.Messages, desk.House.Settings.DataFolder), HouseFile);
        if (corrected || !File.Exists(file) || !string.Equals(File.ReadLines(file).FirstOrDefault(), found.Text.Split('\n')[0], StringComparison.Ordinal))
        {
            Write(desk.House.Settings, HouseFile, found.Text);
        }
    }

    /// <summary>The newest report of a person, as a file under their name.</summary>
    private static void Write(HouseSettings settings, string name, string text)
    {
        var folder = Path.GetFullPath(settings.Work.Messages, settings.DataFolder);
        System.IO.Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), text + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>The name, unless it could lead out of the folder or be no file name.</summary>
    private static string FileName(Person person)
    {
        var name = string.Concat(person.Contact.Select(c => char.IsControl(c) || "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim('.', ' ').TrimStart('_');
        return name.Length == 0 ? person.ContactId.ToString(CultureInfo.InvariantCulture) : name;
    }

    private static async Task<bool> IsKept(Desk desk, Person person, DateOnly day, CancellationToken stop) => await desk.Sql.First(
        "select 1 from perfectionist_report where contact_id = @contact and day = @day limit 1",
        _ => (int?)1,
        stop,
        ("@contact", person.ContactId),
        ("@day", day)) is not null;

    private static Task Insert(Desk desk, Person person, DateOnly day, PersonFindings found, CancellationToken stop) => desk.Sql.Run(
        "insert into perfectionist_report (contact_id, day, at, text, findings) values (@contact, @day, @at, @text, @findings)",
        stop,
        ("@contact", person.ContactId),
        ("@day", day),
        ("@at", desk.Now),
        ("@text", found.Message.Text),
        ("@findings", JsonSerializer.Serialize(found.Findings, Json)));
}
