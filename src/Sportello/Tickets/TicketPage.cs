using Sportello.Access;
using Sportello.CannedReplies;
using Sportello.Data;
using Sportello.Fields;
using Sportello.History;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Reading.Quoting;
using Sportello.Projects;
using Sportello.Search;
using Sportello.Targets;

namespace Sportello.Tickets;

/// <summary>Everything that one person sees of one ticket.</summary>
public sealed record TicketView
{
    public required int Number { get; init; }

    public required string Subject { get; init; }

    public required TicketKind Kind { get; init; }

    public required TicketStatus Status { get; init; }

    public required Priority Priority { get; init; }

    public required string Project { get; init; }

    public required string Organization { get; init; }

    public PersonLink? Requester { get; init; }

    public PersonLink? Assignee { get; init; }

    public required Origin Origin { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public DateTime? ClosedAt { get; init; }

    /// <summary>Until when it is put off; for who works on it.</summary>
    public DateTime? SnoozedUntil { get; init; }

    public string? SnoozedBy { get; init; }

    /// <summary>Until when it can be put off by one word; none for whom that is not to do.</summary>
    public IReadOnlyList<SnoozeOffer> SnoozeOffers { get; init; } = [];

    /// <summary>The number of the ticket in which the conversation goes on, when this one was merged.</summary>
    public int? MergedInto { get; init; }

    /// <summary>The numbers of the tickets that were merged into this one.</summary>
    public IReadOnlyList<int> MergedFrom { get; init; } = [];

    /// <summary>What the requester thought of the solution.</summary>
    public Rating? Rating { get; init; }

    public string? RatingWords { get; init; }

    /// <summary>The reader asked, and the ticket is closed.</summary>
    public bool MayRate { get; init; }

    public required int Version { get; init; }

    public IReadOnlyList<CommentView> Comments { get; init; } = [];

    public IReadOnlyList<HistoryView> History { get; init; } = [];

    public IReadOnlyList<PersonLink> Watchers { get; init; } = [];

    public IReadOnlyList<WorkLink> Work { get; init; } = [];

    /// <summary>What a customer may know of the work: that there is some.</summary>
    public bool WorkUnderWay { get; init; }

    /// <summary>All the work has ended, and the customer has not been told since.</summary>
    public bool LoopOpen { get; init; }

    /// <summary>Other tickets of the requester: the open ones first, each the newest first, and no more than a few of each.</summary>
    public IReadOnlyList<OtherTicket> Others { get; init; } = [];

    /// <summary>Tickets that may be about the same, for who works here; those that are closed first.</summary>
    public IReadOnlyList<OtherTicket> Similar { get; init; } = [];

    /// <summary>What went out by mail, and what became of it; for who works here.</summary>
    public IReadOnlyList<OutboxRow> Mails { get; init; } = [];

    /// <summary>The reader's own reply that can still be taken back, and until when.</summary>
    public (long Comment, DateTime Until)? Leaving { get; init; }

    /// <summary>What the reader has begun to write here and not sent.</summary>
    public UnsentText? Draft { get; init; }

    /// <summary>Whom a picker of assignees offers.</summary>
    public IReadOnlyList<PersonLink> Candidates { get; init; } = [];

    /// <summary>What a picker of canned replies offers.</summary>
    public IReadOnlyList<CannedOffer> Canned { get; init; } = [];

    /// <summary>The project's own fields that the reader may see, in their order, with what they hold.</summary>
    public IReadOnlyList<FieldValue> Fields { get; init; } = [];

    /// <summary>What is promised and how it stands; for who works here.</summary>
    public IReadOnlyList<ClockView> Clocks { get; init; } = [];

    public required May May { get; init; }
}

public sealed record PersonLink(long Id, string Name);

public sealed record CommentView(
    long Id, string Author, DateTime At, bool Internal, bool ByStaff, bool Automatic, Door Door, string Body, string? Html, IReadOnlyList<AttachmentView> Attachments, long? LetterId)
{
    /// <summary>Parts of the text that are shown folded: what others had written before, and the signature.</summary>
    public IReadOnlyList<Fold> Folds { get; init; } = [];

    /// <summary>The number of the ticket from which it was moved here; for who works here.</summary>
    public int? MovedFrom { get; init; }

    /// <summary>The address that a letter came from; for who works here.</summary>
    public string? Sender { get; init; }
}

public sealed record AttachmentView(long Id, string Name, string MediaType, long Size, string Sha256, bool Inline, string? ContentId);

public sealed record WorkLink(int Number, string Name, WorkItems.WorkItemStatus Status, DateTime? FinishedAt = null);

public sealed record OtherTicket(int Number, string Subject, TicketStatus Status);

/// <summary>Reads a ticket for whoever is at the desk.</summary>
public sealed class TicketPage(Desk desk)
{
    /// <summary>The changes that a customer may know of.</summary>
    internal static readonly string[] ForCustomers = ["opened", "imported", "reply", "status", "subject", "kind", "rating"];

    public async Task<TicketView> Run(int number, CancellationToken stop)
    {
        var (view, id, place, kept) = await Head(number, stop);
        var works = Law.Allows(desk.Actor, Right.SeeNotes, place);
        var work = await Work(id, stop);
        var comments = await Comments(id, works, stop);
        return view with
        {
            Comments = comments,
            Leaving = await Leaving(id, comments, stop),
            Mails = works ? await TicketMails.Of(desk, id, stop) : [],
            History = await Changes(id, works, stop),
            Watchers = works ? await People("select c.id, c.name from ticket_watcher w join contact c on c.id = w.contact_id where w.ticket_id = @id", id, stop) : [],
            Work = [.. work.Where(w => Law.Allows(desk.Actor, Right.SeeWork, place) && Law.Allows(desk.Actor, Right.SeeWork, w.Place)).Select(w => w.Link)],
            WorkUnderWay = work.Exists(w => !WorkItems.WorkItem.Ends(w.Link.Status)),
            LoopOpen = view.Status != TicketStatus.Closed && view.May.This(Right.Reply) && view.May.This(Right.SeeWork) && IsLoopOpen(work.ConvertAll(w => w.Link), comments),
            Others = await Others(id, place, stop),
            Similar = works ? await new SimilarTickets(desk).Run(view.Subject, number, stop) : [],
            Fields = await Fields(place, kept.Fields, stop),
            Clocks = works ? await Clocks(view, place, kept, stop) : [],
            Canned = FillCannedReply.IsOffered(desk.Actor, place)
                ? [.. (await desk.House.Book.Of(desk, stop)).CannedFor(place.ProjectId).Select(c => new CannedOffer(c.Id, c.Name, c.Language))]
                : [],
            SnoozeOffers = view.Status != TicketStatus.Closed && view.May.This(Right.ChangeStatus) ? Snoozing.Offers(desk.Now, desk.Zone, (await desk.House.Book.Of(desk, stop)).Plans.Of(place.ProjectId)?.Hours) : [],
            Candidates = Law.Allows(desk.Actor, Right.Assign, place) ? await People(Assignment.CandidatesOf("@id"), place.ProjectId, stop) : [],
        };
    }

    /// <summary>How it stands and what was said, and nothing of what can be done with it.</summary>
    public async Task<TicketView> Glance(int number, CancellationToken stop)
    {
        var (view, id, place, _) = await Head(number, stop);
        return view with { Comments = await Comments(id, Law.Allows(desk.Actor, Right.SeeNotes, place), stop) };
    }

    /// <summary>What has changed since a version, for whoever saw that one.</summary>
    public async Task<IReadOnlyList<HistoryView>> Since(int number, int version, CancellationToken stop)
    {
        var (_, id, place, _) = await Head(number, stop);
        return [.. (await Changes(id, Law.Allows(desk.Actor, Right.SeeNotes, place), stop)).Where(h => h.Version > version)];
    }

    /// <summary>An attachment of a ticket within reach, and of a comment the reader may see.</summary>
    public async Task<AttachmentView> Attachment(int number, long attachment, CancellationToken stop)
    {
        var (_, id, place, _) = await Head(number, stop);
        return await desk.Sql.First(
            $"""
             select a.id, a.name, a.media_type, a.size, a.sha256, a.inline, a.content_id, c.id from attachment a join comment c on c.id = a.comment_id
             where a.id = @attachment and c.ticket_id = @id{(Law.Allows(desk.Actor, Right.SeeNotes, place) ? "" : " and c.internal = false")}
             """,
            r => Attached(r).File,
            stop,
            ("@attachment", attachment),
            ("@id", id)) ?? throw Refusal.NotFound("There is no such attachment, or it is out of your reach.");
    }

    private async Task<(TicketView View, long Id, Place Place, KeptBeside Kept)> Head(int number, CancellationToken stop)
    {
        var head = await desk.Sql.First(
            """
            select t.id, t.project_id, t.requester_id, t.subject, t.kind, t.status, t.priority, t.origin, t.opened_at, t.updated_at, t.closed_at, t.version,
                   p.name, o.name, r.name, t.assignee_id, a.name, t.last_public_at, t.merged_into_id, d.fields, d.at, t.fields, t.stops, t.answered_at, t.rating, t.rating_words, t.snoozed_until, s.name
            from ticket t
            join project p on p.id = t.project_id
            join organization o on o.id = p.organization_id
            left join contact r on r.id = t.requester_id
            left join contact a on a.id = t.assignee_id
            left join contact s on s.id = t.snoozed_by_id
            left join draft d on d.user_id = @user and d.ticket_id = t.id
            where t.number = @number
            """,
            r =>
            {
                var place = new Place(r.GetInt64(1), r.Key(2));
                return new
                {
                    Id = r.GetInt64(0),
                    Place = place,
                    MergedInto = r.Key(18),
                    Kept = new KeptBeside(r.Text(21), r.Text(22), r.TimeOrNone(23)),
                    View = new TicketView
                    {
                        Number = number,
                        Subject = r.GetString(3),
                        Kind = (TicketKind)r.GetInt32(4),
                        Status = (TicketStatus)r.GetInt32(5),
                        Priority = (Priority)r.GetInt32(6),
                        Origin = (Origin)r.GetInt32(7),
                        OpenedAt = r.Time(8),
                        UpdatedAt = Law.Allows(desk.Actor, Right.SeeNotes, place) ? r.Time(9) : r.TimeOrNone(17) ?? r.Time(8),
                        ClosedAt = r.TimeOrNone(10),
                        SnoozedUntil = Law.Allows(desk.Actor, Right.SeeNotes, place) ? r.TimeOrNone(26) : null,
                        SnoozedBy = Law.Allows(desk.Actor, Right.SeeNotes, place) ? r.Text(27) : null,
                        Rating = r.IsDBNull(24) ? null : (Rating)r.GetInt32(24),
                        RatingWords = r.Text(25),
                        MayRate = (TicketStatus)r.GetInt32(5) == TicketStatus.Closed && r.IsDBNull(18) && r.Key(2) is { } asked && asked == desk.Actor.ContactId,
                        Version = r.GetInt32(11),
                        Project = r.GetString(12),
                        Organization = r.GetString(13),
                        Requester = r.Key(2) is { } requester ? new(requester, r.GetString(14)) : null,
                        Assignee = r.Key(15) is { } assignee ? new(assignee, r.GetString(16)) : null,
                        Draft = r.Text(19) is { } draft ? UnsentText.Read(draft, r.Time(20)) : null,
                        May = May.Of(desk.Actor, place),
                    },
                };
            },
            stop,
            ("@number", number),
            ("@user", desk.Actor.UserId ?? -1L));
        return head is not null && Law.Allows(desk.Actor, Right.See, head.Place)
            ? (await Merged(head.View, head.Id, head.MergedInto, stop), head.Id, head.Place, head.Kept)
            : throw Refusal.NotFound($"There is no ticket {number}, or it is out of your reach.");
    }

    /// <summary>Where the conversation goes on, and which ones have come here; a ticket in another project is named only to who sees it.</summary>
    private async Task<TicketView> Merged(TicketView view, long id, long? into, CancellationToken stop)
    {
        var goesOn = into is null ? null : await desk.Sql.First(
            "select number, project_id, requester_id from ticket where id = @id",
            r => new { Number = r.GetInt32(0), Place = new Place(r.GetInt64(1), r.Key(2)) },
            stop,
            ("@id", await Merging.Follow(desk.Sql, into.Value, stop)));
        return view with
        {
            May = into is null ? view.May : new(view.May.Rights.Where(right => right is Right.See or Right.SeeNotes or Right.SeeWork or Right.Merge).ToHashSet()),
            MergedInto = goesOn is not null && Law.Allows(desk.Actor, Right.See, goesOn.Place) ? goesOn.Number : null,
            MergedFrom = await desk.Sql.List("select number from ticket where merged_into_id = @id order by number", r => r.GetInt32(0), stop, ("@id", id)),
        };
    }

    private const string MovedFrom = "select f.number from comment_move v join ticket f on f.id = v.from_id where v.comment_id = c.id and v.to_id = c.ticket_id and v.undone_at is null order by v.id desc limit 1";

    private async Task<List<CommentView>> Comments(long ticket, bool works, CancellationToken stop)
    {
        var hidden = works ? "" : " and c.internal = false";
        var files = await desk.Sql.List(
            $"select a.id, a.name, a.media_type, a.size, a.sha256, a.inline, a.content_id, c.id from attachment a join comment c on c.id = a.comment_id where c.ticket_id = @id{hidden} order by a.id",
            Attached,
            stop,
            ("@id", ticket));
        var byComment = files.ToLookup(f => f.Comment, f => f.File);
        return await desk.Sql.List(
            $"select c.id, c.author_name, c.at, c.internal, c.by_staff, c.automatic, c.door, c.body, c.html, c.letter_id, c.folds, l.sender{(works ? $", ({MovedFrom})" : "")} from comment c left join letter l on l.id = c.letter_id where c.ticket_id = @id{hidden} order by c.at, c.id",
            r => new CommentView(
                r.GetInt64(0), r.GetString(1), r.Time(2), r.GetBoolean(3), r.GetBoolean(4), r.GetBoolean(5), (Door)r.GetInt32(6), r.GetString(7), r.Text(8), [.. byComment[r.GetInt64(0)]], r.Key(9))
            {
                Folds = r.Text(10) is { } kept ? Mailroom.Reading.Quoting.Folds.Read(kept, r.GetString(7).Length) : QuotedParts.Of(r.GetString(7)),
                Sender = works ? r.Text(11) : null,
                MovedFrom = works && !r.IsDBNull(12) ? r.GetInt32(12) : null,
            },
            stop,
            ("@id", ticket));
    }

    /// <summary>Only the newest public comment can be one that has not left yet, and only while it is fresh: other pages ask nothing.</summary>
    private async Task<(long Comment, DateTime Until)?> Leaving(long ticket, List<CommentView> comments, CancellationToken stop) =>
        desk.Actor.ContactId is { } self
        && comments.FindLast(c => !c.Internal) is { } last
        && desk.Now - last.At <= desk.House.Settings.Outgoing.Undo
        && await WithdrawReply.Until(desk, ticket, last.Id, self, stop) is { } until
            ? (last.Id, until)
            : null;

    private static (long Comment, AttachmentView File) Attached(System.Data.Common.DbDataReader r) =>
        (r.GetInt64(7), new AttachmentView(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.GetBoolean(5), r.Text(6)));

    private Task<List<HistoryView>> Changes(long ticket, bool works, CancellationToken stop) =>
        HistoryOf.All(desk.Sql, History.Subject.Ticket, ticket, stop, works ? null : ForCustomers);

    private async Task<List<ClockView>> Clocks(TicketView ticket, Place place, KeptBeside kept, CancellationToken stop) =>
        [.. ClockView.Of((await desk.House.Book.Of(desk, stop)).Plans.Of(place.ProjectId), ticket.Priority, ticket.OpenedAt, kept.AnsweredAt, ticket.ClosedAt, ticket.Status, kept.Stops, desk.Now)];

    private async Task<List<FieldValue>> Fields(Place place, string? kept, CancellationToken stop)
    {
        var fields = (await desk.House.Book.Of(desk, stop)).FieldsOf(place.ProjectId);
        var values = FieldValues.Read(kept);
        return [.. FillFields.SeenBy(desk.Actor, fields, place).Select(f => new FieldValue(f, values.GetValueOrDefault(f.Id)))];
    }

    private Task<List<PersonLink>> People(string query, long id, CancellationToken stop) =>
        desk.Sql.List($"{query} order by 2", r => new PersonLink(r.GetInt64(0), r.GetString(1)), stop, ("@id", id));

    private Task<List<(WorkLink Link, Place Place)>> Work(long ticket, CancellationToken stop) => desk.Sql.List(
        "select w.number, w.name, w.status, w.finished_at, w.project_id from ticket_work_item l join work_item w on w.id = l.work_item_id where l.ticket_id = @id order by w.number",
        r => (new WorkLink(r.GetInt32(0), r.GetString(1), (WorkItems.WorkItemStatus)r.GetInt32(2), r.TimeOrNone(3)), new Place(r.GetInt64(4))),
        stop,
        ("@id", ticket));

    private static bool IsLoopOpen(List<WorkLink> work, List<CommentView> comments) =>
        work.Count > 0
        && work.TrueForAll(w => WorkItems.WorkItem.Ends(w.Status))
        && !comments.Exists(c => c is { Internal: false, ByStaff: true, Automatic: false } && c.At >= work.Max(w => w.FinishedAt));

    private async Task<IReadOnlyList<OtherTicket>> Others(long ticket, Place place, CancellationToken stop)
    {
        if (place.RequesterId is not { } requester)
        {
            return [];
        }

        var sight = Law.Sees(desk.Actor);
        return await desk.Sql.List(
            OthersOf(sight, desk.Sql.Dialect),
            r => new OtherTicket(r.GetInt32(0), r.GetString(1), (TicketStatus)r.GetInt32(2)),
            stop,
            [("@requester", requester), ("@id", ticket), .. sight.All ? Array.Empty<(string, object?)>() : [("@projects", sight.Projects)]]);
    }

    /// <summary>Two walks along the requester's tickets, one of those that are open: however many there are, a few are read.</summary>
    internal static string OthersOf(Sight sight, Dialect dialect)
    {
        return $"{Walk("open", 5)} union all {Walk("not open", 3)} order by 4 desc, 5 desc, 6 desc";

        string Walk(string which, int most) =>
            $"""
             select * from (select number, subject, status, case when open then 1 else 0 end, updated_at, id from ticket
             where requester_id = @requester and {which} and id <> @id{(sight.All ? "" : " and " + dialect.Among("+project_id", "@projects"))} order by updated_at desc, id desc limit {most}) walk
             """;
    }

    /// <summary>What lies beside a ticket and is shown only with what the house has set.</summary>
    private sealed record KeptBeside(string? Fields, string? Stops, DateTime? AnsweredAt);
}
