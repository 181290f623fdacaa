using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>Work of this person is done, and the last run of its test suite has failures: perhaps it is not done after all.</summary>
internal sealed class WorkDoneTestsRed : Rule
{
    private const string LastRun = "(select {0} from test_run r where r.suite_name = s.name order by r.at desc, r.id desc limit 1)";

    public override string Id => "suite-red";

    public override int Place => 190;

    public override Thing About => Thing.WorkItem;

    public override Sentence Title { get; } = new("Done, but tests fail", "Готово, а тесты падают", "Finito, ma i test falliscono");

    public override Sentence Findings { get; } = new(
        "{n} {n:work item|work items} of yours ended in the last {days} {days:day|days}, and {n:its suite|their suites} last ran with failures:",
        "{n} {n:ваша работа закончена|ваши работы закончены|ваших работ закончено} за последние {days} {days:день|дня|дней}, а последний прогон {n:её|их|их} тестов с ошибками:",
        "{n} {n:tuo lavoro è finito|tuoi lavori sono finiti} negli ultimi {days} {days:giorno|giorni}, ma l'ultima esecuzione dei test ha errori:");

    public override Sentence InOrder { get; } = new("the tests of what is done pass.", "тесты того, что готово, проходят.", "i test di ciò che è finito passano.");

    public override int Patience(House house) => house.Settings.Perfectionist.RedDays;

    /// <summary>Red suites are few, and what is done is much, so that the suites are asked first.</summary>
    public override async Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop)
    {
        var red = await inspection.Desk.Sql.List(
            $"select s.id from test_suite s where {Last("r.failures")} > 0", r => r.GetInt64(0), stop);
        return red.Count == 0 ? [] : await inspection.WorkItems(
            $"""
             {inspection.Desk.Sql.Dialect.Among("w.suite_id", "@red")} and w.suite_id is not null and w.status = 3 and w.finished_at >= @since
             """,
            stop,
            $"(select {Last("r.at")} from test_suite s where s.id = w.suite_id)",
            ("@red", red),
            ("@since", inspection.PatienceSince(this)));
    }

    public override async Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop)
    {
        var sql = inspection.Desk.Sql;
        return found.Count == 0 ? [] : await sql.List(
            $"""
             select w.number, l.at, l.failures, s.name from work_item w join test_suite s on s.id = w.suite_id join test_run l on l.id = {Last("r.id")}
             where {sql.Dialect.Among("w.id", "@found")} order by w.number
             """,
            r => new Evidence { WorkItem = r.GetInt32(0), At = r.Time(1), Count = r.GetInt32(2), Words = r.GetString(3) },
            stop,
            ("@found", found.Select(f => f.Id).ToList()));
    }

    public override string? Because(Language language, Evidence evidence) =>
        language.Say("perfectionist.red", ("suite", evidence.Words), ("n", evidence.Count), ("day", language.Day(DateOnly.FromDateTime(evidence.At!.Value))));

    private static string Last(string column) => string.Format(System.Globalization.CultureInfo.InvariantCulture, LastRun, column);
}
