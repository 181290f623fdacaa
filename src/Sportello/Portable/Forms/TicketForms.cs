using System.Text.Json;
using Sportello.History;
using Sportello.Portable.Reading;
using Sportello.Tickets;

namespace Sportello.Portable.Forms;

internal sealed record TicketForm(
    Place At, int Number, Given<string?> Project, Given<TicketKind> Kind, Given<TicketStatus> Status, Given<Priority> Priority, Given<string?> Subject,
    Given<PersonRef?> Requester, Given<PersonRef?> Assignee, Given<DateTime?> Opened, Given<DateTime?> Updated, Given<DateTime?> Closed, Given<Origin> Origin,
    Given<List<PersonRef>> Watchers, List<CommentForm> Comments, Given<List<int>> WorkItems, Given<List<(string Name, string Value)>> Fields,
    Given<DateTime?> Snoozed, Given<PersonRef?> SnoozedBy)
{
    public static TicketForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var number = m.RequiredNumber("number");
        m.IsCalled(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var form = new TicketForm(
            m.At, number, m.Text("project"), m.Choice<TicketKind>("kind"), m.Choice<TicketStatus>("status"), m.Choice<Priority>("priority"), SubjectOf(m),
            m.Person("requester"), m.Person("assignee"), m.Moment("opened"), m.Moment("updated"), m.Moment("closed"), m.Choice<Origin>("origin"),
            m.People("watchers"), CommentForm.ReadAll(m, findings), WorkItemsOf(m), FieldForm.Values(m),
            m.Moment("snoozed_until"), m.Person("snoozed_by"));
        if (form.Closed.Value < form.Opened.Value)
        {
            m.Fault("closed", $"a ticket cannot have been closed ({Times.Write(form.Closed.Value!.Value)}) before it was opened ({Times.Write(form.Opened.Value!.Value)}).");
        }

        return form with { At = m.Done() };
    }

    private static Given<string?> SubjectOf(Members m)
    {
        var given = m.Text("subject");
        var subject = given with { Value = given.Value is null ? null : Words.OneLine.Of(given.Value) };
        if (subject.Value?.Length > Ticket.SubjectLength)
        {
            m.Fault("subject", $"the subject has {subject.Value.Length} characters; {Ticket.SubjectLength} is the most.");
        }
        else if (subject is { Is: true, Value: null or "" } && !m.Faulty)
        {
            m.Fault("subject", "a subject is needed: a few words that say what it is about.");
        }

        return subject;
    }

    private static Given<List<int>> WorkItemsOf(Members m)
    {
        var given = m.Elements("work_items");
        var numbers = new List<int>();
        foreach (var element in given.Or([]))
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number))
            {
                numbers.Add(number);
            }
            else
            {
                m.Fault("work_items", $"work items are named by their numbers, not by {element.GetRawText()}.");
            }
        }

        return new(given.Is, numbers);
    }
}

/// <summary>A comment of a ticket, or of a work item, which has fewer members.</summary>
internal sealed record CommentForm(
    Place At, PersonRef? Author, string? AuthorName, DateTime When, bool Internal, string Body, string? Html, string? MessageId, bool Automatic,
    Given<bool> ByStaff, Door Door, List<AttachmentForm> Attachments)
{
    public static List<CommentForm> ReadAll(Members owner, Findings findings)
    {
        var comments = new List<CommentForm>();
        foreach (var json in owner.Elements("comments").Or([]))
        {
            var place = new Place(owner.At.Line, $"{owner.At.Object}: comment {comments.Count + 1}");
            if (Members.Of(json, "comment", place, findings) is { } m)
            {
                comments.Add(Read(m, findings));
            }
            else
            {
                owner.Fault("comments", "each comment is an object in braces.");
            }
        }

        return comments;
    }

    private static CommentForm Read(Members m, Findings findings)
    {
        var author = m.Person("author");
        var authorName = m.Text("author_name").Value;
        if (author.Value is null && authorName is null && !m.Faulty)
        {
            m.Fault("author", "is needed: a username or the name of a contact; somebody who is neither is given as author_name.");
        }

        var form = new CommentForm(
            m.At, author.Value, authorName, m.RequiredMoment("at"), m.Flag("internal").Value, BodyOf(m), m.Text("html").Value, m.Text("message_id").Value,
            m.Flag("automatic").Value, m.Flag("by_staff"), m.Choice<Door>("door").Or(Door.Import), AttachmentForm.ReadAll(m, findings));
        return form with { At = m.Done() };
    }

    private static string BodyOf(Members m)
    {
        var body = m.Text("body");
        if (body.Value is null && !m.Faulty)
        {
            m.Fault("body", "is needed: the text of the comment.");
        }

        return body.Value ?? "";
    }
}

internal sealed record AttachmentForm(Place At, StoredFile File)
{
    public static List<AttachmentForm> ReadAll(Members owner, Findings findings)
    {
        var attachments = new List<AttachmentForm>();
        foreach (var json in owner.Elements("attachments").Or([]))
        {
            var place = new Place(owner.At.Line, $"{owner.At.Object}: attachment {attachments.Count + 1}");
            if (Members.Of(json, "attachment", place, findings) is { } m)
            {
                attachments.Add(Read(m));
            }
            else
            {
                owner.Fault("attachments", "each attachment is an object in braces.");
            }
        }

        return attachments;
    }

    private static AttachmentForm Read(Members m)
    {
        var file = new StoredFile(
            m.Required("name"), m.Text("media_type").Value ?? "application/octet-stream", m.Whole("size", 0, long.MaxValue).Value ?? -1,
            m.Required("sha256"), m.Flag("inline").Value, m.Text("content_id").Value);
        if (!m.Faulty && file.Size < 0)
        {
            m.Fault("size", "is needed: how many bytes the file has.");
        }

        if (!m.Faulty && (file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower)))
        {
            m.Fault("sha256", "64 lower-case hexadecimal digits are needed: the SHA-256 of the bytes, which is also the name of the file beside this one.");
        }

        return new(m.Done(), file);
    }
}
