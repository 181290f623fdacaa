using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Jobs;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Projects;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

internal sealed partial class Judgement
{
    /// <summary>
    /// A letter that was handed over: nobody has sorted it, so every key counts (ours, any known message, the number in the subject),
    /// and the law is asked in full.
    /// </summary>
    public async Task<Decision> DecideDelivered(Desk desk, ReadLetter read, Trace trace, CancellationToken stop)
    {
        var (sender, instead) = await Admit(desk, read, trace, stop);
        if (sender is null)
        {
            return instead!;
        }

        if (await Threading.Find(desk, read, trace, stop) is { } known)
        {
            return await ToAdd(desk, read, known, sender, trace, stop);
        }

        return new TicketNumber(house.Settings.Work).In(read.Letter.Subject) is { } number
            ? await ToNumbered(desk, read, number, trace, stop)
            : await ToOpenDelivered(desk, sender, trace, stop);
    }

    private async Task<Decision> ToOpenDelivered(Desk desk, Actor sender, Trace trace, CancellationToken stop)
    {
        var day = LocalTime.DayOf(now, house.Settings.Work.TimeZone);
        var (project, because) = house.Settings.Delivery.Project is { } name ? await Named(desk, name, day, stop) : await Destination.Of(desk, sender.ContactId!.Value, day, stop);
        trace.Say("project", because);
        if (project is null)
        {
            return new Decision.Wait(Hold.NoProject, because);
        }

        if (sender.Barred?.Said is { } barred)
        {
            trace.Say("access", barred);
            return new Decision.Wait(Hold.InactiveSender, barred);
        }

        if (!Law.Allows(sender, Right.Open, new Place(project.Id)))
        {
            var permission = Law.Rules[Right.Open].Permission;
            var why = Said.Of(sender.Holds(permission) ? "hold.no-role" : "hold.may-not-open", ("name", sender.Name), ("project", project.Name), ("permission", permission));
            trace.Say("access", why);
            return new Decision.Wait(Hold.NotPermitted, why);
        }

        trace.Say("access", "trace.may-open", ("name", sender.Name), ("project", project.Name));
        return new Decision.OpenIn(project, sender);
    }

    private static async Task<(Project? Project, Said Because)> Named(Desk desk, string name, DateOnly day, CancellationToken stop)
    {
        var project = await desk.Db.Projects.SingleOrDefaultAsync(p => p.Name == name, stop);
        return project switch
        {
            null => (null, Said.Of("letter-goes.deliver-missing", ("project", name))),
            _ when !project.ValidOn(day) => (null, Said.Of("letter-goes.deliver-inactive", ("project", name))),
            _ => (project, Said.Of("letter-goes.deliver", ("project", name))),
        };
    }
}
