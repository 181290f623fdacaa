using Sportello.Data;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;

namespace Sportello.Mailroom.Reconciling;

/// <summary>The folder for what names no ticket: everything in it came from the journal, once.</summary>
internal static class UnmatchedBesideLedger
{
    public static async Task<IReadOnlyList<string>> Compare(House house, IMailStore store, string journal, CancellationToken stop)
    {
        var known = await Known(house, store.Box, journal, stop);
        var differences = new List<string>();
        foreach (var there in (await There(house, store, stop)).GroupBy(l => l))
        {
            var once = known.GetValueOrDefault(there.Key);
            if (there.Count() > once)
            {
                differences.Add(once == 0
                    ? $"{JournalProgram.Unmatched}: the letter {there.Key} lies there, and the ledger knows nothing of it."
                    : $"{JournalProgram.Unmatched}: the letter {there.Key} lies there {there.Count()} times, and came {once} times.");
            }
        }

        return differences;
    }

    /// <summary>What was ever set aside, by what it is known by; a person may have taken some of it away since.</summary>
    private static async Task<Dictionary<string, int>> Known(House house, string box, string journal, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(ReconcileProgram.Name, stop);
        var rows = await desk.Sql.List(
            $"select message_id, subject, size from letter where box = @box and folder = @folder and sha256 is not null and renumbering = {(int)Renumbering.None}",
            r => Key(r.Text(0), r.GetString(1), r.GetInt64(2)),
            stop,
            ("@box", box),
            ("@folder", journal));
        return rows.GroupBy(k => k, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }

    private static async Task<List<string>> There(House house, IMailStore store, CancellationToken stop)
    {
        if (await store.Find(JournalProgram.Unmatched, stop) is not { } name)
        {
            return [];
        }

        return await store.In(
            name,
            forReading: true,
            async (folder, stopping) =>
            {
                var letters = new List<string>();
                await foreach (var head in folder.Heads(await folder.Standing(stopping), stopping))
                {
                    var row = LetterRows.Of(await LetterRows.See(head, house.Now, stopping), default, null, house.Now);
                    letters.Add(Key(row.MessageId, row.Subject, row.Size));
                }

                return letters;
            },
            stop);
    }

    private static string Key(string? messageId, string subject, long size) => messageId is { } id ? $"<{id}>" : $"“{subject}” of {size} bytes";
}
