using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.Portable.Taking;

namespace Sportello.Portable;

/// <summary>What an import did, or would do, and everything that is to be said about the file.</summary>
/// <param name="Faults">Up to a thousand of them, in the order of the file.</param>
/// <param name="FaultCount">All of them.</param>
/// <param name="Notices">What was skipped or assumed, each once.</param>
/// <param name="Tallies">By type, in the order in which they lean on each other.</param>
/// <param name="Kept">Something was written and stays.</param>
public sealed record ImportReport(
    IReadOnlyList<PortableFault> Faults, int FaultCount, IReadOnlyList<string> Notices, IReadOnlyList<KeyValuePair<string, Tally>> Tallies, bool Kept);

/// <summary>
/// Takes a portable file. A document is one transaction; a stream commits batch by batch. Both are walked in passes, so that
/// things may come in any order: the directory first, which is small, then work items, then tickets, never all at once in memory.
/// </summary>
public sealed class ImportFile(Desk desk)
{
    private const int Batch = 1000;

    private readonly Findings _findings = new();
    private StreamProgress? _begun;

    internal ImportFile(Desk desk, Findings findings)
        : this(desk) => _findings = findings;

    /// <summary>Has the last word before everything is saved.</summary>
    internal Func<ImportRun, CancellationToken, Task>? Last { get; init; }

    public Task<ImportReport> Run(string path, bool dryRun, IProgress<double>? progress, CancellationToken stop) => desk.Actor.Superuser
        ? Run(PortableFile.At(path), dryRun, progress, stop)
        : throw Refusal.Denied("Only an administrator may import.");

    internal async Task<ImportReport> Run(PortableFile file, bool dryRun, IProgress<double>? progress, CancellationToken stop)
    {
        var run = new ImportRun(desk, file, dryRun, _findings);
        var kept = false;

        // A faulty stream keeps the batches before the fault; a document, another system's data, and what is pretended are one transaction.
        var whole = !file.IsStream || dryRun || _findings.RowByRow;
        async Task BatchDone()
        {
            if (!whole && !_findings.Stop)
            {
                await desk.Save(stop);
                kept = true;
            }
        }

        try
        {
            // Reads all of the file: nobody else waits for that.
            _begun = whole ? null : await StreamProgress.Of(desk, file, stop);
            await desk.Begin(stop);
            _begun?.Say(_findings);
            await run.LearnNames(stop);
            await TakeDirectory(run, BatchDone, stop);
            if (!file.IsStream || !_findings.Stop)
            {
                await TakeWork(run, BatchDone, progress, stop);
            }

            if (!_findings.Stop && !dryRun)
            {
                await (Last?.Invoke(run, stop) ?? Task.CompletedTask);
                await (_begun?.End(stop) ?? Task.CompletedTask);
                await desk.Save(stop);
                kept = true;
            }
        }
        finally
        {
            await desk.Undo();
        }

        return new(
            [.. _findings.Faults.OrderBy(f => f.Line)], _findings.FaultCount, _findings.Notices,
            [.. run.Tallies.OrderBy(t => PortableTypes.All.TakeWhile(type => !string.Equals(type, t.Key, StringComparison.Ordinal)).Count())], kept);
    }

    private async Task TakeDirectory(ImportRun run, Func<Task> batchDone, CancellationToken stop)
    {
        var found = new DirectoryForms(_findings);
        await foreach (var one in Objects(run.File, DirectoryForms.Types, null, stop))
        {
            found.Add(one);
        }

        await InBatches(found.Groups, run.Take);
        await InBatches(found.Users, run.Take);
        await InBatches(found.Organizations, run.Take);
        await new TakeContacts(run).Run([.. found.Organizations.SelectMany(o => o.Contacts), .. found.Contacts], Batch, stop);
        await InBatches(found.Projects, run.Take);
        await InBatches(found.Permissions, run.Take);
        await InBatches(found.Suites, run.Take);
        await batchDone();

        async Task InBatches<T>(IEnumerable<T> forms, Func<IReadOnlyList<T>, CancellationToken, Task> take)
        {
            foreach (var chunk in forms.Chunk(Batch))
            {
                await take(chunk, stop);
            }
        }
    }

    private async Task TakeWork(ImportRun run, Func<Task> batchDone, IProgress<double>? progress, CancellationToken stop)
    {
        var workItems = new TakeWorkItems(run);
        await Pass(PortableTypes.WorkItem, WorkItemForm.Read, (forms, _) => workItems.Run(forms, stop), workItems.RaiseCounter, workItems.Met);
        var tickets = new TakeTickets(run);
        await Pass(PortableTypes.Ticket, TicketForm.Read, (forms, write) => tickets.Run(forms, write, stop), tickets.RaiseCounter, tickets.Met);

        async Task Pass<T>(string type, Func<PortableObject, Findings, T?> read, Func<IReadOnlyList<T>, bool, Task> take, Func<CancellationToken, Task> raise, Action<int> met)
            where T : class
        {
            var batch = new List<T>(Batch);
            var (here, count) = (_begun?.Done(type) ?? 0, 0);
            await foreach (var one in Objects(run.File, new HashSet<string>(StringComparer.Ordinal) { type }, progress, stop))
            {
                // What an earlier run has brought is here, and perhaps worked on since.
                if (++count <= here)
                {
                    met(one.Json.TryGetProperty("number", out var number) && number.TryGetInt32(out var n) ? n : 0);
                    continue;
                }

                if (read(one, _findings) is { } form)
                {
                    batch.Add(form);
                }

                if (batch.Count == Batch)
                {
                    await TakeBatch();
                }
            }

            await TakeBatch();

            async Task TakeBatch()
            {
                if (batch.Count > 0)
                {
                    await desk.Begin(stop);
                    await take(batch, !_findings.Stop);
                    await raise(stop);
                    await (_begun?.Note(type, count, stop) ?? Task.CompletedTask);
                    batch.Clear();
                    await batchDone();
                }
            }
        }
    }

    private async IAsyncEnumerable<PortableObject> Objects(
        PortableFile file, IReadOnlySet<string> wanted, IProgress<double>? progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var (text, raw) = file.OpenToRead();
        await using (raw)
        await using (text)
        {
            var length = Math.Max(1, raw.Length);
            var count = 0;
            await foreach (var one in ObjectReader.Over(file, text, _findings).Read(wanted, stop))
            {
                if (++count % 256 == 0)
                {
                    progress?.Report((double)raw.Position / length);
                }

                yield return one;
            }
        }
    }
}
