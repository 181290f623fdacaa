using System.Globalization;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Projects;

namespace Sportello.Notices;

/// <summary>Somebody who may have to be told about a ticket, and what they are to it.</summary>
internal sealed record Person(
    long Id, string Name, string? Username, string? Language, bool Ours, long OrganizationId, Roles Roles, bool General, bool Watching, bool Requested, bool Assigned, NoticeChoice Choice)
{
    public bool WorksHere => (Roles & (Roles.Manager | Roles.Staff)) != Roles.None;
}

/// <summary>Somebody who is told, and why.</summary>
internal sealed record Told(Person Person, Reasons Reasons);

/// <summary>
/// Who is told of what. Each rule of the mailroom's specification is one arm of <see cref="Causes"/>;
/// below it stands who is left out all the same.
/// </summary>
internal sealed class Audience
{
    private readonly Desk _desk;
    private readonly Place _place;
    private readonly IReadOnlyList<Person> _people;

    private Audience(Desk desk, Place place, IReadOnlyList<Person> people)
    {
        _desk = desk;
        _place = place;
        _people = people;
    }

    /// <summary>Everybody around a ticket; nobody where the project is not to be told of by mail.</summary>
    public static async Task<Audience?> Of(Desk desk, long ticketId, Place place, CancellationToken stop)
    {
        if (await desk.Sql.First("select 1 from project where id = @project and notifications", _ => (int?)1, stop, ("@project", place.ProjectId)) is null)
        {
            return null;
        }

        var people = await desk.Sql.List(
            $"""
            select c.id, c.name, u.username, coalesce(u.language, c.language), o.category, o.id,
                   coalesce((select sum(m.role) from project_member m where m.project_id = @project and m.contact_id = c.id), 0),
                   exists (select 1 from general_permission g where g.contact_id = c.id),
                   exists (select 1 from ticket_watcher w where w.ticket_id = @ticket and w.contact_id = c.id),
                   exists (select 1 from ticket t where t.id = @ticket and t.requester_id = c.id),
                   exists (select 1 from ticket t where t.id = @ticket and t.assignee_id = c.id),
                   coalesce(n.choice, 0)
            from (select m.contact_id as id from project_member m where m.project_id = @project and m.role in ({(int)Roles.Manager}, {(int)Roles.Staff})
                  union select w.contact_id from ticket_watcher w where w.ticket_id = @ticket
                  union select t.requester_id from ticket t where t.id = @ticket
                  union select t.assignee_id from ticket t where t.id = @ticket) around
            join contact c on c.id = around.id
            join organization o on o.id = c.organization_id
            left join user_account u on u.id = c.user_id
            left join notice_choice n on n.contact_id = c.id and n.project_id = @project
            where c.active and (u.id is null or u.active)
            order by c.id
            """,
            Read,
            stop,
            ("@project", place.ProjectId),
            ("@ticket", ticketId));
        return new Audience(desk, place, people);
    }

    /// <param name="kind">What is told.</param>
    /// <param name="authors">Who did it; they know already.</param>
    /// <param name="text">What was written, for the names that are mentioned in it.</param>
    /// <param name="statusMoved">Whether it was the status that changed: an assignee is no concern of the requester's.</param>
    public async Task<List<Told>> Hear(NoticeKind kind, IReadOnlySet<long> authors, string text, bool statusMoved, CancellationToken stop)
    {
        var told = new List<Told>();
        foreach (var person in _people)
        {
            var reasons = Causes(person, kind, text, statusMoved);
            if (reasons != Reasons.None && !authors.Contains(person.Id) && Wants(person, reasons) && await MayHear(person, kind, reasons, stop))
            {
                told.Add(new Told(person, reasons));
            }
        }

        return told;
    }

    private Reasons Causes(Person person, NoticeKind kind, string text, bool statusMoved)
    {
        var manager = person.Roles.HasFlag(Roles.Manager) ? Reasons.Manager : Reasons.None;
        var assignee = person.Assigned ? Reasons.Assignee : Reasons.None;
        var requester = person.Requested ? Reasons.Requester : Reasons.None;
        return kind switch
        {
            NoticeKind.Opened => manager | assignee,
            NoticeKind.Reply => requester | assignee | (person.Watching ? Reasons.Watcher : Reasons.None),
            NoticeKind.Note => person.WorksHere ? manager | assignee | (Mentions(text, person) ? Reasons.Mentioned : Reasons.None) : Reasons.None,
            NoticeKind.Closed => requester | manager | assignee,
            NoticeKind.WorkEnded => !person.WorksHere ? Reasons.None : _people.Any(p => p.Assigned) ? assignee : manager,
            NoticeKind.Changed => manager | assignee | (statusMoved ? requester : Reasons.None),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static bool Wants(Person person, Reasons reasons) => person.Choice switch
    {
        NoticeChoice.All => true,
        NoticeChoice.Mine => (reasons & ~Reasons.Manager) != Reasons.None,
        _ => false,
    };

    /// <summary>
    /// A role in the project, and the right to see what is told. A general permission alone brings no mail. Without either,
    /// only who asked is written to, and colleagues whom the requester's side put in copy.
    /// </summary>
    private async Task<bool> MayHear(Person person, NoticeKind kind, Reasons reasons, CancellationToken stop)
    {
        if (person.Roles != Roles.None)
        {
            var actor = await _desk.House.Actors.OfContact(_desk.Sql, person.Id, History.Door.Mail, stop);
            return actor is not null && Law.Allows(actor, kind switch { NoticeKind.Note => Right.SeeNotes, NoticeKind.WorkEnded => Right.SeeWork, _ => Right.See }, _place);
        }

        return !person.General
            && (reasons.HasFlag(Reasons.Requester)
                || (reasons.HasFlag(Reasons.Watcher) && _people.Any(p => p.Requested && p.OrganizationId == person.OrganizationId)));
    }

    /// <summary><c>@sandro</c> or <c>@Name of a contact</c>, in any case, and not the beginning of a longer name.</summary>
    internal static bool Mentions(string text, Person person) =>
        Mentions(text, person.Name) || (person.Username is { } username && Mentions(text, username));

    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var after = at + 1 + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && string.Compare(text, at + 1, name, 0, name.Length, CultureInfo.InvariantCulture, CompareOptions.IgnoreCase) == 0
                && (after >= text.Length || !char.IsLetterOrDigit(text[after])))
            {
                return true;
            }
        }

        return false;
    }

    private static Person Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0),
        r.GetString(1),
        r.Text(2),
        r.Text(3),
        (OrganizationCategory)r.GetInt32(4) is OrganizationCategory.Owner or OrganizationCategory.Supplier,
        r.GetInt64(5),
        (Roles)Convert.ToInt32(r.GetValue(6), CultureInfo.InvariantCulture),
        r.GetBoolean(7),
        r.GetBoolean(8),
        r.GetBoolean(9),
        r.GetBoolean(10),
        (NoticeChoice)r.GetInt32(11));
}
