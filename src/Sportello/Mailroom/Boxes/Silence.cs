using Sportello.Data;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Boxes;

/// <summary>A folder into which nothing has come for much longer than is usual: perhaps mail does not reach it any more.</summary>
/// <param name="Since">When the last letter arrived.</param>
/// <param name="Usual">The longest time between two letters in the weeks before.</param>
internal sealed record Silence(DateTime Since, TimeSpan Usual)
{
    private const int LettersLookedAt = 200;
    private const int LeastLetters = 10;
    private static readonly TimeSpan LeastKnown = TimeSpan.FromDays(14);

    /// <returns>None where the folder is as usual, or is not known well enough to tell: ten letters within two weeks are needed.</returns>
    public static async Task<Silence?> Of(Desk desk, BoxPlace place, CancellationToken stop)
    {
        var arrivals = await desk.Sql.List(
            $"select arrived_at from letter where box = @box and folder = @folder and arrived_at is not null and outcome <> {(int)LetterOutcome.OurCopy} order by id desc limit {LettersLookedAt}",
            r => r.Time(0),
            stop,
            ("@box", place.Box),
            ("@folder", place.Folder));
        arrivals.Sort();
        return In(arrivals, desk.Now);
    }

    internal static Silence? In(IReadOnlyList<DateTime> arrivals, DateTime now)
    {
        if (arrivals.Count < LeastLetters || arrivals[^1] - arrivals[0] < LeastKnown)
        {
            return null;
        }

        var usual = arrivals.Zip(arrivals.Skip(1), (one, next) => next - one).Max();
        usual = usual < TimeSpan.FromHours(12) ? TimeSpan.FromHours(12) : usual;
        return now - arrivals[^1] > usual * 2 ? new Silence(arrivals[^1], usual) : null;
    }
}
