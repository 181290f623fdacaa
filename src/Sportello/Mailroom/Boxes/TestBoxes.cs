using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Stores;
using Sportello.Settings;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Mailroom.Boxes;

/// <summary>How a try of a box or of the way out went.</summary>
/// <param name="Name">What was tried: a folder, or <c>smtp</c>.</param>
/// <param name="Trouble">What went wrong; none when it works.</param>
/// <param name="Letters">How many letters lie in the folder.</param>
/// <param name="Dialogue">What was said, secrets left out.</param>
public sealed record BoxTrial(string Name, string? Trouble, int? Letters, string Dialogue);

/// <summary>Tries every folder that the settings name, and the way out, with nothing changed; for the person who sets them up.</summary>
public sealed class TestBoxes(Desk desk)
{
    public async Task<IReadOnlyList<BoxTrial>> Run(CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        var settings = desk.House.Settings;
        var trials = new List<BoxTrial>();
        if (settings.Imap is { } store)
        {
            var folders = (await FolderOwner.All(desk, stop)).Select(o => o.Folder).Append(store.Journal ?? "").Where(f => f.Length > 0).Select(MailStores.PlainName).Distinct(StringComparer.Ordinal);
            foreach (var folder in folders)
            {
                trials.Add(await Folder(store, folder, stop));
            }
        }

        if (settings.Smtp is { } smtp)
        {
            trials.Add(await WayOut(smtp, stop));
        }

        return trials;
    }

    private Task<BoxTrial> Folder(MailStoreSettings store, string folder, CancellationToken stop) => Try(folder, async (log, warn) =>
    {
        if (store.Maildir is not null)
        {
            await using var maildir = MailStores.Of(store, desk.House.Clock, warn);
            return await maildir.In(folder, forReading: true, async (box, reading) => (await box.Standing(reading)).Count, stop);
        }

        await using var client = await ImapStore.SignedIn(store, warn, log, stop);
        var mailbox = await client.ExamineAsync(folder, stop);
        await client.LogoutAsync(stop);
        return (int)mailbox.Exists;
    });

    private static Task<BoxTrial> WayOut(SmtpSettings smtp, CancellationToken stop) => Try("smtp", async (log, warn) =>
    {
        await using var line = new SmtpLine(smtp, warn, log);
        await line.Client(stop);
        return null;
    });

    private static async Task<BoxTrial> Try(string name, Func<IWireLog, Action<string>, Task<int?>> attempt)
    {
        var dialogue = new StringWriter();
        var log = new TextWireLog(dialogue);
        try
        {
            return new BoxTrial(name, null, await attempt(log, said => dialogue.Write($"-- {said}\n")), dialogue.ToString());
        }
        catch (Exception e) when (StoreTrouble.Is(e) || e is AuthenticationFailedException or TimeoutException)
        {
            return new BoxTrial(name, e.Message, null, dialogue.ToString());
        }
    }
}
