using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Stores;

namespace Sportello.Bench;

/// <summary>The bytes are fetched and stored, one transaction writes the rows of each letter, and the bytes are put back and the originals removed; nothing is read of them.</summary>
internal static class TakingInFloor
{
    private const int AtOnce = 250;

    public static async Task Run(MailPlace place, int letters)
    {
        var settings = place.House.Settings.Imap!;
        await using var store = MailStores.Of(settings, place.House.Clock, _ => { });
        var taken = await store.In(MailPlace.Folder, forReading: false, (folder, stop) => All(place, folder, stop), default);
        if (taken != letters)
        {
            throw new InvalidOperationException($"{taken} of {letters} letters came.");
        }
    }

    private static async Task<int> All(MailPlace place, IMailFolder folder, CancellationToken stop)
    {
        var taken = 0;
        var uids = await folder.Standing(stop);
        await foreach (var head in folder.Heads(uids, stop))
        {
            taken += head.Header.Length > 0 ? 1 : 0;
        }

        foreach (var some in uids.Order().Chunk(AtOnce))
        {
            var stored = new List<(long Uid, string Hash)>();
            await foreach (var (uid, bytes) in folder.Bodies(some, stop))
            {
                stored.Add((uid, (await place.House.Files.Keep(bytes, stop)).Sha256));
            }

            foreach (var (uid, hash) in stored)
            {
                await Write(place, folder.UidValidity, uid, hash, stop);
            }

            var marks = await folder.MarksOf(some, stop);
            var copies = stored.ConvertAll(s => new NewLetter(place.House.Files.Open(s.Hash), marks[s.Uid]));
            await folder.Append(copies, stop);
            copies.ForEach(c => c.Bytes.Dispose());
            await folder.Remove(some, stop);
        }

        return taken;
    }

    private static async Task Write(MailPlace place, long validity, long uid, string hash, CancellationToken stop)
    {
        await using var desk = await place.House.DeskOfProgram("bench", stop);
        await desk.Begin(stop);
        var number = await desk.NextNumber("ticket", stop);
        var ticket = await desk.Sql.First(
            "insert into ticket (number, project_id, kind, status, open, priority, subject, origin, opened_at, updated_at, version) values (@number, @project, 3, 1, true, 2, 'Letter', 2, 0, 0, 1) returning id",
            r => r.GetInt64(0), stop, ("@number", number), ("@project", place.ProjectId));
        var comment = await desk.Sql.First(
            "insert into comment (ticket_id, author_name, at, internal, by_staff, automatic, door, body) values (@ticket, 'chiara', 0, false, false, false, 3, @body) returning id",
            r => r.GetInt64(0), stop, ("@ticket", ticket), ("@body", new string('a', 1_900)));
        await desk.Sql.Run("insert into known_message (id, ticket_id, comment_id) values (@id, @ticket, @comment)", stop, ("@id", $"{uid}@barilla.example"), ("@ticket", ticket), ("@comment", comment));
        for (var i = 0; i < 3; i++)
        {
            await desk.Sql.Run(
                "insert into history (subject, subject_id, subject_version, at, who, door, what) values (1, @ticket, 1, 0, 'chiara', 3, 'opened')", stop, ("@ticket", ticket));
        }

        foreach (var (outcome, of) in new[] { (2, uid), (9, uid + 1_000_000) })
        {
            await desk.Sql.Run(
                "insert into letter (box, folder, uid_validity, uid, sha256, size, sent_at, taken_at, sender, sender_name, subject, outcome, attempts, ticket_id, comment_id, renumbering, trace) values ('box', 'Luca', @validity, @uid, @hash, 1, 0, 0, 'chiara@barilla.example', 'Chiara', 'Letter', @outcome, 1, @ticket, @comment, 3, '[]')",
                stop, ("@validity", validity), ("@uid", of), ("@hash", hash), ("@outcome", outcome), ("@ticket", ticket), ("@comment", comment));
        }

        await desk.Save(stop);
    }
}
