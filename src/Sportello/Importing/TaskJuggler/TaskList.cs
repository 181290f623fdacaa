using System.Globalization;
using System.Text.Json.Nodes;
using Sportello.Directory.Import;
using Sportello.Portable;
using Sportello.Portable.Reading;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.Importing.TaskJuggler;

/// <summary>
/// Reads a task report of TaskJuggler as CSV. Each task without tasks below it is a work item; the plan is right about names, people and days,
/// and about what is finished, but it does not take back what was done here.
/// </summary>
internal static class TaskList
{
    private static readonly string[] Needed = ["BSI", "Name"];

    public static async Task Read(Intake intake, string path, CancellationToken stop)
    {
        var project = intake.Project;
        var bytes = Intake.Bytes(path);
        var tasks = Tasks(intake, System.IO.Path.GetFileName(path), FileEncodings.Text(bytes, FileEncodings.Found(bytes)));
        intake.Draft.Calls("name", "Name");
        intake.Draft.Calls("start", "Start");
        intake.Draft.Calls("planned_end", "End");
        intake.Draft.Calls("finished", "End");
        var plan = new Plan(tasks);
        var leaves = tasks.Where(t => !plan.HasBelow(t)).ToList();
        var (paths, ids) = (Keys(leaves, t => $"{project}/{string.Join('/', plan.Above(t).Append(t.Name))}"), Keys(leaves, t => $"{project}/id {t.Id}"));
        var keys = leaves.Select((t, i) => t.Id.Length > 0 && (intake.Known.IsOld(PortableTypes.WorkItem, ids[i]) || !intake.Known.IsOld(PortableTypes.WorkItem, paths[i])) ? ids[i] : paths[i]).ToList();
        var numbers = await Numbering.Of(intake, PortableTypes.WorkItem, stop);
        numbers.Give(keys, keep: false);
        foreach (var (i, key) in keys.Index())
        {
            // Known by both from now on, whichever columns the next report has.
            intake.Known.Note(PortableTypes.WorkItem, paths[i], numbers[key]);
            if (leaves[i].Id.Length > 0)
            {
                intake.Known.Note(PortableTypes.WorkItem, ids[i], numbers[key]);
            }
        }

        var states = await States(intake, [.. keys.Select(k => numbers[k])], stop);
        foreach (var (task, key) in leaves.Zip(keys))
        {
            var number = numbers[key];
            intake.Draft.Add(PortableTypes.WorkItem, task.At, Item(intake, task, plan, number, project, states.TryGetValue(number, out var state) ? state : null));
        }
    }

    private static List<PlannedTask> Tasks(Intake intake, string file, string text)
    {
        var rows = new TaskRows(text);
        var headings = rows.Next()?.Cells.Select(c => c.Trim()).ToList() ?? [];
        var columns = headings.Select((name, i) => (name, i)).GroupBy(c => c.name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().i, StringComparer.OrdinalIgnoreCase);
        if (Needed.Where(n => !columns.ContainsKey(n)).ToList() is { Count: > 0 } missing)
        {
            throw Refusal.Invalid("file", $"This is no task report of TaskJuggler: the column {string.Join(" and the column ", missing)} is missing. “columns bsi, name, resources, start, end, note, complete” makes the right one.");
        }

        var tasks = new List<PlannedTask>();
        while (rows.Next() is var (line, cells))
        {
            var at = new Spot(file, line);
            string Of(string column) => columns.TryGetValue(column, out var i) ? cells[i].Trim() : "";
            if (cells.Count != headings.Count)
            {
                intake.Draft.Fault(at, "", string.Create(CultureInfo.InvariantCulture, $"the row has {cells.Count} cells, and there are {headings.Count} headings; a quote or a separator is not where it should be."));
            }
            else if (Of("BSI").Length == 0)
            {
                intake.Draft.Fault(at, "BSI", "is needed: the place of the task in the plan, such as 1.2.");
            }
            else
            {
                tasks.Add(new(at, Of("Id"), Of("BSI"), Of("Name"), Of("Resources"), Of("Start"), Of("End"), Of("Note"), Of("Completion")));
            }
        }

        return tasks;
    }

    /// <summary>By what tasks are known again: the id in the plan where the report says it, else the names down to it. The BSI changes whenever one is put before it.</summary>
    private static List<string> Keys(List<PlannedTask> leaves, Func<PlannedTask, string> name)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. leaves.Select(task =>
        {
            var key = name(task);
            met[key] = met.GetValueOrDefault(key) + 1;
            return met[key] == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{met[key]}");
        })];
    }

    private static async Task<Dictionary<long, WorkItemStatus>> States(Intake intake, List<long> numbers, CancellationToken stop) =>
        (await intake.Desk.Sql.List(
            $"select number, status from work_item where {intake.Desk.Sql.Dialect.Among("number", "@numbers")}", r => ((long)r.GetInt32(0), (WorkItemStatus)r.GetInt32(1)), stop,
            ("@numbers", numbers))).ToDictionary(r => r.Item1, r => r.Item2);

    private static JsonObject Item(Intake intake, PlannedTask task, Plan plan, long number, string project, WorkItemStatus? was)
    {
        var time = new ForeignTime(intake.Zone);
        var item = new JsonObject
        {
            ["number"] = number,
            ["project"] = project,
            ["name"] = task.Name,
        };
        if (!ForeignTime.IsNone(task.Start))
        {
            item["start"] = time.DayText(task.Start);
        }

        if (!ForeignTime.IsNone(task.End))
        {
            item["planned_end"] = time.DayText(task.End);
        }

        if (was is null || task.Note.Length > 0)
        {
            item["description"] = string.Join("\n\n", new[] { string.Join(" › ", plan.Above(task)), task.Note }.Where(t => t.Length > 0));
        }

        if (Developer(intake, task) is { } developer)
        {
            item["developer"] = developer;
        }

        if (Percent(intake, task) is not { } percent)
        {
            return item;
        }

        if (percent == 100 && was is not (WorkItemStatus.Done or WorkItemStatus.Cancelled))
        {
            item["status"] = Name.Of(WorkItemStatus.Done);
            item["finished"] = time.MomentText(task.End);
        }
        else if (percent is > 0 and < 100 && was is null or WorkItemStatus.Drafting or WorkItemStatus.Planned)
        {
            item["status"] = Name.Of(WorkItemStatus.InProgress);
        }
        else if (percent == 0 && was is null)
        {
            item["status"] = Name.Of(WorkItemStatus.Planned);
        }

        return item;
    }

    private static int? Percent(Intake intake, PlannedTask task)
    {
        if (task.Completion.Length == 0)
        {
            return 0;
        }

        if (double.TryParse(task.Completion.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100)
        {
            return (int)percent;
        }

        intake.Draft.Fault(task.At, "Completion", $"“{task.Completion}” is not a percentage from 0% to 100%; the rest of the row was taken.");
        return null;
    }

    /// <summary>The first of the resources. TaskJuggler writes "Luca (luca)": the id in parentheses is a username here where there is one.</summary>
    private static long? Developer(Intake intake, PlannedTask task)
    {
        var people = task.Resources.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (people.Length > 1)
        {
            intake.Findings.Notice("Some tasks have several resources; the first one is the developer.");
        }

        foreach (var person in people)
        {
            var open = person.LastIndexOf('(');
            var name = (open < 0 ? person : person[..open]).Trim();
            var id = open < 0 ? "" : person[(open + 1)..].TrimEnd(')').Split('.')[^1].Trim();
            if (intake.Here.ByUsername.TryGetValue(id, out var contact) || intake.Here.ByUsername.TryGetValue(name, out contact))
            {
                return contact;
            }

            if (intake.Here.ByName.GetValueOrDefault(name) is [var only])
            {
                return only;
            }

            intake.Findings.Notice($"“{person}” is nobody's username or name here; such tasks have no developer from the plan.");
        }

        return null;
    }

    private sealed record PlannedTask(Spot At, string Id, string Bsi, string Name, string Resources, string Start, string End, string Note, string Completion);

    /// <summary>The tree that the numbers of the tasks make.</summary>
    private sealed class Plan
    {
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private readonly HashSet<string> _parents = new(StringComparer.Ordinal);

        public Plan(IEnumerable<PlannedTask> tasks)
        {
            foreach (var task in tasks)
            {
                _names.TryAdd(task.Bsi, task.Name);
                _parents.UnionWith(Ancestors(task.Bsi));
            }
        }

        public bool HasBelow(PlannedTask task) => _parents.Contains(task.Bsi);

        /// <summary>The names above it, from the top.</summary>
        public IEnumerable<string> Above(PlannedTask task) => Ancestors(task.Bsi).Select(bsi => _names.GetValueOrDefault(bsi, bsi));

        private static IEnumerable<string> Ancestors(string bsi)
        {
            for (var dot = bsi.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = bsi.IndexOf('.', dot + 1))
            {
                yield return bsi[..dot];
            }
        }
    }
}
