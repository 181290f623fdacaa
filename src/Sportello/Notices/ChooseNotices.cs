using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;

namespace Sportello.Notices;

/// <summary>What somebody wants to hear of one project.</summary>
public sealed record ChosenNotices(string Project, NoticeChoice Choice, bool Told);

/// <summary>Everybody chooses per project: all, mine, none.</summary>
public sealed class ChooseNotices(Desk desk)
{
    public async Task Run(string project, NoticeChoice choice, CancellationToken stop)
    {
        var chosen = await desk.Projects.Get(project, Right.See, stop);
        var self = Self();
        await desk.Begin(stop);
        await desk.Sql.Run(
            "insert into notice_choice (contact_id, project_id, choice) values (@contact, @project, @choice) on conflict (contact_id, project_id) do update set choice = excluded.choice",
            stop,
            ("@contact", self),
            ("@project", chosen.Id),
            ("@choice", choice));
        await desk.Save(stop);
    }

    /// <summary>What the person at the desk has chosen, for each project of theirs that is told of by mail.</summary>
    public async Task<List<ChosenNotices>> Mine(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var chosen = await desk.Sql.List(
            """
            select p.id, p.name, coalesce(n.choice, 0), p.notifications from project p
            left join notice_choice n on n.project_id = p.id and n.contact_id = @contact
            where p.active and p.id in (select m.project_id from project_member m where m.contact_id = @contact) order by p.name
            """,
            r => (Id: r.GetInt64(0), Chosen: new ChosenNotices(r.GetString(1), (NoticeChoice)r.GetInt32(2), r.GetBoolean(3))),
            stop,
            ("@contact", Self()));
        return [.. chosen.Where(c => sight.Includes(c.Id)).Select(c => c.Chosen)];
    }

    private long Self() => desk.Actor.ContactId ?? throw Refusal.Denied("Mail goes to contacts, and this account belongs to none.");
}
