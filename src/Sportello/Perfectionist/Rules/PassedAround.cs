using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>A ticket that has gone from one person to another again and again: somebody should decide whose it is.</summary>
internal sealed class PassedAround : Rule
{
    public override string Id => "passed-around";

    public override int Place => 150;

    public override Sentence Title { get; } = new("Passed around", "Ходит по рукам", "Passa di mano in mano");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket has|tickets have} changed hands more than {days} times; somebody should decide whose {n:it is|they are}:",
        "{n} {n:обращение сменило|обращения сменили|обращений сменили} исполнителя больше {days} раз, пора решить, {n:чьё оно|чьи они|чьи они}:",
        "{n} ticket {n:ha|hanno} cambiato mano più di {days} volte; qualcuno decida di chi {n:è|sono}:");

    public override Sentence InOrder { get; } = new("nothing goes from hand to hand.", "ничто не ходит по рукам.", "niente passa di mano in mano.");

    public override int Patience(House house) => house.Settings.Perfectionist.Handovers;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.OpenTickets("t.handed_on > 1 and t.handed_on > @most", "null", stop, ("@most", Patience(inspection.Desk.House)));

    public override async Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop)
    {
        var sql = inspection.Desk.Sql;
        return found.Count == 0 ? [] : await sql.List(
            $"select t.number, t.handed_on from ticket t where {sql.Dialect.Among("t.id", "@found")} order by t.number",
            r => new Evidence { Ticket = r.GetInt32(0), Count = r.GetInt32(1) },
            stop,
            ("@found", found.Select(f => f.Id).ToList()));
    }

    public override string? Because(Language language, Evidence evidence) => language.Say("perfectionist.times", ("n", evidence.Count));
}
