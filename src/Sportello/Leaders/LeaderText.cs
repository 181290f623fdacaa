using Sportello.Words;

namespace Sportello.Leaders;

/// <summary>The morning's message to one person: the own total by kind, the best, and either "among the five" or how many the fifth has.</summary>
internal static class LeaderText
{
    private const int WithinReach = 3;

    public static string For(Score score, IReadOnlyList<Score> board, Period period, Days days, string usualLanguage)
    {
        var speech = Language.In(score.Person.Language ?? usualLanguage);
        return string.Join('\n', speech.Say("leaders.greeting", ("name", score.Person.Called)), Own(speech, score, period, days), Standing(speech, score, board));
    }

    private static string Own(Language speech, Score score, Period period, Days days)
    {
        var when = speech.Say($"leaders.{period.ToString().ToLowerInvariant()}", ("from", speech.Day(days.From)), ("to", speech.Day(days.To)));
        return score.Total == 0
            ? speech.Say("leaders.none", ("when", when))
            : speech.Say(
                "leaders.some",
                ("when", when),
                ("n", score.Total),
                ("consultations", score.Consultations),
                ("bugs", score.Bugs),
                ("enhancements", score.Enhancements));
    }

    private static string Standing(Language speech, Score score, IReadOnlyList<Score> board)
    {
        var best = board[0].Total;
        if (best == 0)
        {
            return speech.Say("leaders.nobody");
        }

        if (score.Leader)
        {
            return score.Place > 1
                ? speech.Say("leaders.among", ("place", score.Place), ("best", best))
                : board.Count(s => s.Place == 1) - 1 is var sharing and > 0
                    ? speech.Say("leaders.sharing", ("best", best), ("n", sharing))
                    : speech.Say("leaders.first", ("best", best));
        }

        return board.Count(s => s.Total > 0) is var with and < Score.Five
            ? speech.Say("leaders.room", ("best", best), ("n", with))
            : Behind(speech, score, best, board[Score.Five - 1].Total);
    }

    private static string Behind(Language speech, Score score, int best, int fifth) =>
        speech.Say(fifth - score.Total <= WithinReach ? "leaders.near" : "leaders.behind", ("best", best), ("fifth", fifth), ("gap", fifth - score.Total));
}
