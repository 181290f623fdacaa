using System.Globalization;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>A rule, how it goes, and how often it was right.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Title">Its title in words.</param>
/// <param name="About">What it is about.</param>
/// <param name="Proposes">What it proposes, if it proposes something.</param>
/// <param name="Mode">How it goes for the person asked about; for rules of the house, for all.</param>
/// <param name="Source">Who decided that.</param>
/// <param name="Otherwise">How it would go if nobody had said so at this place.</param>
/// <param name="Right">How often it was right: applied, found right, or corrected and left so.</param>
/// <param name="Wrong">How often it was wrong: dismissed, or taken back.</param>
public sealed record RuleRow(string Rule, string Title, Thing About, Proposal? Proposes, Mode Mode, ModeSource Source, Mode Otherwise, long Right, long Wrong)
{
    /// <summary>It proposes something, and whoever it goes for allows corrections.</summary>
    public bool MayFix { get; init; }

    /// <summary>It is about nobody in particular.</summary>
    public bool OfHouse { get; init; }

    /// <summary>Usually each person's own switch decides.</summary>
    public bool BySwitch { get; init; }

    /// <summary>From 0 to 1; none when nobody has said anything yet.</summary>
    public double? Precision => Right + Wrong == 0 ? null : (double)Right / (Right + Wrong);
}

/// <summary>Whose rules may be looked at one by one, and whose are.</summary>
public sealed record RuleChoice(IReadOnlyList<(long ContactId, string Contact)> People, long? Shown);

/// <summary>All rules in their order, for one person.</summary>
public sealed class RuleList(Desk desk)
{
    /// <param name="person">For whom: number, username or name of a contact; none = for whoever has not said anything.</param>
    /// <param name="language">The language of the titles.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<IReadOnlyList<RuleRow>> Run(string? person, string? language, CancellationToken stop)
    {
        if (!desk.Actor.WorksSomewhere)
        {
            throw Refusal.Denied(Said.Of("refusal.findings"));
        }

        var whose = person is null ? PerfectionistProgram.Nobody
            : await People.Called(desk, person, stop) ?? throw new Refusal(RefusalReason.NotFound, Said.Of("refusal.contact", ("name", person)), "person");
        var modes = await Modes.Read(desk, stop);
        var record = await Record(stop);
        var speech = desk.House.Speech(language ?? desk.House.Settings.Work.Language);
        return [.. Check.Everything.Select(c =>
        {
            var (mode, source) = c is Rule rule ? modes.Of(rule, whose) : modes.Of((HouseRule)c);
            var otherwise = c is Rule own ? modes.Otherwise(own, whose) : Mode.Report;
            var (right, wrong) = record.GetValueOrDefault(c.Id);
            return new RuleRow(c.Id, c.Title.In(speech), c.About, c.Proposes, mode, source, otherwise, right, wrong)
            {
                MayFix = c.Proposes is not null && (whose.ContactId == Modes.Everybody || whose.Correct),
                OfHouse = c is HouseRule,
                BySwitch = whose.ContactId == Modes.Everybody && c is Rule usual && usual.Usual(whose) != usual.Usual(whose with { Correct = true }),
            };
        })];
    }

    /// <summary>Whose rules the reader may set one by one: those of all who are looked after, or only the own ones.</summary>
    /// <param name="asked">Whose are shown: number, username or name; none = everybody's.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<RuleChoice> Whom(string? asked, CancellationToken stop)
    {
        var people = desk.Actor.Holds("settings.change") ? await People.Listed(desk, "correct", stop) : [];
        var shown = asked is null ? null : await People.Called(desk, asked, stop);
        foreach (var one in await People.Of(desk, [.. new[] { desk.Actor.ContactId, shown?.ContactId }.OfType<long>().Distinct()], stop))
        {
            if (people.TrueForAll(p => p.ContactId != one.ContactId))
            {
                people.Add(one);
            }
        }

        return new([.. People.InOrder(people).Select(p => (p.ContactId, p.Contact))], shown?.ContactId);
    }

    private async Task<Dictionary<string, (long Right, long Wrong)>> Record(CancellationToken stop)
    {
        var counts = await desk.Sql.List(
            """
            select rule, sum(good), sum(bad) from (
                select rule, case when undone_at is null then 1 else 0 end as good, case when undone_at is null then 0 else 1 end as bad from perfectionist_fix
                union all
                select rule, case when verdict = 1 then 1 else 0 end, case when verdict = 2 then 1 else 0 end from perfectionist_decision where verdict in (1, 2)
            ) said group by rule
            """,
            r => (Rule: r.GetString(0), Right: Convert.ToInt64(r.GetValue(1), CultureInfo.InvariantCulture), Wrong: Convert.ToInt64(r.GetValue(2), CultureInfo.InvariantCulture)),
            stop);
        return counts.ToDictionary(c => c.Rule, c => (c.Right, c.Wrong), StringComparer.Ordinal);
    }
}
