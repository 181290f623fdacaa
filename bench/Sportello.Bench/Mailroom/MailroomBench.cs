using System.Diagnostics;
using System.Globalization;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Stores;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tickets;

namespace Sportello.Bench;

/// <summary>
/// Taking letters in: a folder of 10,000 with 100 new ones and with none, and 5,000 new ones from IMAP and from a Maildir, beside a floor that fetches
/// the same bytes, writes the same files and rows in as many transactions and puts the same copies back, and understands nothing of it.
/// </summary>
internal static class MailroomBench
{
    private const int Standing = 10_000;
    private const int Some = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        var many = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5_000;
        await LargeFolder(); if (many == 0) return 0;
        foreach (var imap in new[] { true, false })
        {
            // In turn with the floor, twice, so that what else the machine does falls on both.
            var (ours, floor) = (new List<double>(), new List<double>());
            for (var round = 0; round < 2; round++)
            {
                floor.Add(await Measure(imap, many, TakingInFloor.Run));
                ours.Add(await Measure(imap, many, TakeIn));
            }

            Print($"{many} new from {(imap ? "IMAP" : "Maildir")}, floor", many, floor.Min(), floor.Min());
            Print($"{many} new from {(imap ? "IMAP" : "Maildir")}", many, ours.Min(), floor.Min());
        }

        return 0;
    }

    private static async Task LargeFolder()
    {
        await using var place = await MailPlace.Open(imap: true, Standing - Some, number: i => $" DPR:{20_000 + i}");
        Say($"first look at {Standing - Some} numbered letters", await Time(() => Run(place)));
        place.Put(Some, _ => "", first: Standing);
        var trips = 0;
        var time = await Time(async () => trips = await Visit(place));
        Say($"{Standing} letters, {Some} of them new: {trips} round trips", time);
        time = await Time(async () => trips = await Visit(place));
        Say($"{Standing} letters, nothing new: {trips} round trips, signing in included", time);
    }

    /// <summary>One look as the program takes it, by a store whose round trips can be counted.</summary>
    private static async Task<int> Visit(MailPlace place)
    {
        await using var store = new ImapStore(place.House.Settings.Imap!, _ => { });
        var owner = new FolderOwner(place.LucaId, "luca", MailPlace.Folder, TicketKind.Bug, Correct: false);
        var answer = new FolderAnswer(owner.Contact, owner.Folder);
        var run = new JobRun(place.House, FoldersProgram.Name, new Manner(place.House.Now));
        await store.In(
            owner.Folder,
            forReading: false,
            async (folder, stop) =>
            {
                await new FolderVisit(run, store.Box, folder, owner, answer).Go(stop);
                return answer;
            },
            default);
        return answer.LookedAt == Standing ? store.RoundTrips : throw new InvalidOperationException($"{answer.LookedAt} of {Standing} were looked at.");
    }

    private static async Task<double> Measure(bool imap, int letters, Func<MailPlace, int, Task> work)
    {
        await using var place = await MailPlace.Open(imap, letters, _ => "");
        return await Time(() => work(place, letters));
    }

    private static async Task TakeIn(MailPlace place, int letters)
    {
        var opened = (await Run(place)).Opened.Count;
        if (opened != letters)
        {
            throw new InvalidOperationException($"{opened} of {letters} letters became tickets.");
        }
    }

    private static async Task<FolderAnswer> Run(MailPlace place)
    {
        var ended = await new FoldersProgram(place.House).Run(new Manner(place.House.Now), default);
        return ended.Outcome == Outcome.Done ? ended.Answer!.Folders[0] : throw new InvalidOperationException(string.Join('\n', ended.Notes));
    }

    private static async Task<double> Time(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Say(string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-64} {seconds,8:F2} s"));

    private static void Print(string what, int letters, double seconds, double floor) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {seconds,8:F2} s {letters / seconds,8:F0} letters/s   {seconds / floor,5:F2} of the floor"));
}
