using Sportello.Directory;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Demo;

/// <summary>Which story is played when, in which project and by whom; stories go round, so that none comes back soon.</summary>
internal sealed class Playbill(Cast cast, Releases releases, OfficeHours hours, Dice dice)
{
    private const int DaysUntilLoose = 12;
    private const int StoriesToTry = 12;
    private const int SubjectsToTry = 12;

    private static readonly Ending[] LooseEnds =
    [
        Ending.Waiting, Ending.WorkDone, Ending.Taken, Ending.Waiting, Ending.Untaken, Ending.Waiting, Ending.WorkMissing, Ending.Forgotten,
        Ending.Waiting, Ending.WorkDone, Ending.Taken, Ending.Waiting, Ending.Untaken, Ending.Waiting, Ending.WorkMissing, Ending.Forgotten,
        Ending.Waiting, Ending.Taken, Ending.Untaken, Ending.Waiting,
    ];

    private readonly Dictionary<(string Language, TicketKind Kind), Queue<Story>> _decks = [];
    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> _words = Words.Language.Codes.ToDictionary(l => l, StoryBook.Words, StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Story>> _stories = Words.Language.Codes.ToDictionary(l => l, StoryBook.Read, StringComparer.Ordinal);

    public List<Scene> Make(IReadOnlyList<DateTime> openings, DateTime now)
    {
        var scenes = openings.Select(Set).ToList();
        Loosen([.. scenes.Where(s => hours.DayOf(s.Opened).AddDays(DaysUntilLoose) < hours.DayOf(now))]);
        foreach (var fresh in scenes.Where(s => s.Ending == Ending.Told && hours.DayOf(s.Opened).AddDays(DaysUntilLoose) >= hours.DayOf(now) && dice.Chance(0.15)))
        {
            fresh.Ending = Ending.Forgotten;
        }

        return scenes;
    }

    private Scene Set(DateTime opened)
    {
        var project = cast.Project(dice.Pick((0.28, "barilla sw1"), (0.24, "barilla sw2"), (0.13, "barilla sw3"), (0.24, "de cecco sw"), (0.11, "voiello sw")));
        var customers = cast.With(project, Roles.Customer);
        var requester = customers.Count > 1 && dice.Chance(0.5) ? customers[^1] : customers[0];
        var managers = cast.With(project, Roles.Manager);
        var staff = cast.With(project, Roles.Staff).Where(s => !managers.Contains(s)).ToList();
        var assignee = staff.Count > 0 && dice.Chance(0.65) ? dice.Pick(staff) : dice.Pick([.. managers.Concat(cast.With(project, Roles.Staff)).Distinct()]);
        var (story, subject, wording) = Told(requester, assignee, hours.DayOf(opened));
        return new Scene(story, subject, wording, project, requester, dice.Pick(managers), assignee, opened);
    }

    /// <summary>The next story that can still have a subject of its own; another one, if it has had them all.</summary>
    private (Story Story, string Subject, Wording Wording) Told(Contact requester, Contact assignee, DateOnly day)
    {
        var kind = KindOn(day);
        for (var attempt = 1; ; attempt++)
        {
            var story = Next(requester.Language ?? "en", kind);
            var (subject, wording) = Worded(story, requester, assignee, day);
            if (_subjects.Add(subject) || attempt == StoriesToTry)
            {
                return (story, subject, wording);
            }
        }
    }

    /// <summary>A release brings bugs.</summary>
    private TicketKind KindOn(DateOnly day) => releases.DaysSince(day) <= 14
        ? dice.Pick((0.64, TicketKind.Bug), (0.24, TicketKind.Consultation), (0.12, TicketKind.Enhancement))
        : dice.Pick((0.4, TicketKind.Bug), (0.38, TicketKind.Consultation), (0.22, TicketKind.Enhancement));

    private Story Next(string language, TicketKind kind)
    {
        if (!_decks.TryGetValue((language, kind), out var deck) || deck.Count == 0)
        {
            var stories = _stories[language].Where(s => s.Kind == kind).ToList();
            dice.Shuffle(stories);
            _decks[(language, kind)] = deck = new Queue<Story>(stories);
        }

        return deck.Dequeue();
    }

    /// <summary>A story and its words on a day: under a subject that was not there yet, if there is one.</summary>
    private (string Subject, Wording Wording) Worded(Story story, Contact requester, Contact assignee, DateOnly day)
    {
        for (var attempt = 1; ; attempt++)
        {
            var wording = new Wording(_words[story.Language], dice);
            wording.Set("version", releases.Version(day));
            wording.Set("previous", releases.Version(day, before: 1));
            wording.Set("customer", requester.Name);
            wording.Set("staff", assignee.Name);
            wording.Set("month", MonthBefore(day, story.Language));
            wording.Set("quarter", _words[story.Language]["quarter"][QuarterBefore(day)]);
            var subject = wording.Text(story.Subject);
            if (!_subjects.Contains(subject) || attempt == SubjectsToTry)
            {
                return (subject, wording);
            }
        }
    }

    /// <summary>People write about the month that has just ended.</summary>
    private static string MonthBefore(DateOnly day, string language) => Words.Language.In(language).Culture.DateTimeFormat.MonthNames[day.AddMonths(-1).Month - 1];

    private static int QuarterBefore(DateOnly day) => (day.AddMonths(-3).Month - 1) / 3;

    /// <summary>Most loose ends are of this year, some are older; what hangs on work needs a story with work.</summary>
    private void Loosen(List<Scene> old)
    {
        foreach (var ending in LooseEnds)
        {
            var reach = dice.Chance(0.3) ? old.Count : old.Count / 3;
            var from = old[^reach..].Where(s => s.Ending == Ending.Told && (ending is not (Ending.WorkDone or Ending.WorkMissing) || s.Story.HasWork)).ToList();
            if (from.Count > 0)
            {
                dice.Pick(from).Ending = ending;
            }
        }
    }
}
