using Sportello.Directory;
using Sportello.History;
using Sportello.Tickets;

namespace Sportello.Demo;

/// <summary>Plays one story into a ticket: each step some working hours after the one before, until its end or until now.</summary>
internal sealed class Telling(Scene scene, WorkBook work, OfficeHours hours, Dice dice, DateTime now)
{
    private readonly Door _customerDoor = dice.Pick((0.58, Door.Web), (0.34, Door.Mail), (0.08, Door.Api));
    private readonly int _lastOurs = LastOurs(scene.Story);
    private DateTime _at = scene.Opened;
    private Ticket? _ticket;

    private Ticket Ticket => _ticket ?? throw new InvalidOperationException("The ticket is not open yet.");

    public Ticket Tell(int number)
    {
        Open(number);
        if (scene.Ending == Ending.Untaken || !Taken())
        {
            return Ticket;
        }

        var steps = scene.Story.Steps;
        for (var i = 1; i < steps.Count; i++)
        {
            if (!(steps[i].Optional && dice.Chance(0.45)) && (!Play(steps[i]) || (scene.Ending == Ending.Waiting && i == _lastOurs)))
            {
                return Ticket;
            }
        }

        End(steps[^1].Kind == StepKind.Customer);
        return Ticket;
    }

    /// <summary>Where a silent customer leaves us: at the question, or else at our last word.</summary>
    private static int LastOurs(Story story)
    {
        var steps = story.Steps.ToList();
        var question = steps.FindLastIndex(s => s.Kind == StepKind.Question);
        return question > 0 ? question : steps.FindLastIndex(s => s.Kind == StepKind.Staff);
    }

    private void Open(int number)
    {
        var asked = scene.Story.Kind == TicketKind.Bug && dice.Chance(0.12) ? TicketKind.Consultation : scene.Story.Kind;
        var origin = _customerDoor switch
        {
            Door.Mail => Origin.Mail,
            Door.Api => Origin.Api,
            _ => Origin.Web,
        };
        _ticket = new Ticket(number, scene.Project.Id, asked, scene.Subject, scene.Requester.Id, origin, By(scene.Requester));
        Say(scene.Story.Steps[0]);
    }

    /// <summary>Somebody takes it or is given it, and says that it has been read.</summary>
    private bool Taken()
    {
        if (!Passes(dice.Wait(0.1, 6)))
        {
            return false;
        }

        var by = dice.Chance(0.55) ? scene.Manager : scene.Assignee;
        Ticket.Assign(scene.Assignee, null, By(by));
        Ticket.SetPriority(PriorityOf(), By(by));
        if (dice.Chance(0.12))
        {
            Ticket.Watch(scene.Manager.Id);
        }

        if (!Passes(dice.Minutes(4, 90)))
        {
            return false;
        }

        Ticket.SetKind(scene.Story.Kind, By(scene.Assignee));
        Ticket.MoveTo(TicketStatus.Accepted, By(scene.Assignee));
        return scene.Ending != Ending.Taken;
    }

    private Priority PriorityOf() => scene.Story.Priority != Priority.Normal
        ? scene.Story.Priority
        : dice.Pick((0.82, Priority.Normal), (0.09, Priority.High), (0.09, Priority.Low));

    private bool Play(Step step) => step.Kind switch
    {
        StepKind.Customer => Passes(dice.Wait(0.4, 18)) && Say(step),
        StepKind.Note => Passes(dice.Minutes(10, 170)) && Say(step),
        StepKind.Staff => Passes(dice.Wait(0.2, 9)) && Review() && Say(step),
        StepKind.Question => Passes(dice.Wait(0.2, 9)) && Review() && Say(step) && Move(TicketStatus.Returned),
        StepKind.Work => Passes(dice.Wait(0.5, 10)) && Issue(step.Text),
        StepKind.Closed => Passes(dice.Minutes(2, 60)) && Move(TicketStatus.Closed),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private bool Say(Step step)
    {
        var text = new CommentText(scene.Wording.Text(step.Text));
        if (step.Kind == StepKind.Customer)
        {
            Ticket.Reply(text, byStaff: false, By(scene.Requester));
            return true;
        }

        var author = dice.Chance(0.1) ? scene.Manager : scene.Assignee;
        _ = step.Kind == StepKind.Note ? Ticket.AddNote(text, By(author)) : Ticket.Reply(text, byStaff: true, By(author));
        return true;
    }

    private bool Review()
    {
        if (scene.Ending != Ending.Forgotten)
        {
            Ticket.MoveTo(TicketStatus.UnderReview, By(scene.Assignee));
        }

        return true;
    }

    private bool Move(TicketStatus status)
    {
        if (scene.Ending != Ending.Forgotten)
        {
            Ticket.MoveTo(status, By(scene.Assignee));
        }

        return true;
    }

    /// <summary>The story goes on when the work is finished.</summary>
    private bool Issue(string what)
    {
        Move(TicketStatus.TasksIssued);
        if (scene.Ending == Ending.WorkMissing)
        {
            return false;
        }

        _at = work.Issue(scene, Ticket, scene.Wording.Text(what), _at);
        return _at < now && scene.Ending != Ending.WorkDone;
    }

    private void End(bool customerSpokeLast)
    {
        if (scene.Ending == Ending.Forgotten || !(customerSpokeLast ? Passes(dice.Wait(0.3, 12)) : PassDays(dice.Between(1, 4))))
        {
            return;
        }

        Ticket.Close(By(customerSpokeLast && dice.Chance(0.3) ? scene.Requester : scene.Assignee));
    }

    private bool Passes(TimeSpan working)
    {
        _at = hours.After(_at, working);
        return _at < now;
    }

    private bool PassDays(double days)
    {
        _at = hours.AfterDays(_at, days);
        return _at < now;
    }

    private Stamp By(Contact contact) => new(contact.Id, contact.Name, contact == scene.Requester ? _customerDoor : Door.Web, _at);
}
