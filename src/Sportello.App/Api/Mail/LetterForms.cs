using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Replaying;
using Sportello.Mailroom.Spool;

namespace Sportello.App.Api.Mail;

/// <param name="Organization">The name of the organization that employs the sender.</param>
/// <param name="Name">Absent = as the letter says it.</param>
internal sealed record SenderToKeep(string? Organization, string? Name);

internal sealed record TicketToJoin(int? Number);

/// <param name="Project">Absent = the only active one of the sender's organization, or the configured default.</param>
/// <param name="Kind">Absent = the one that the folder opens, else a consultation.</param>
internal sealed record TicketToBegin(string? Project, string? Kind);

/// <param name="Takes">True: letters of this address come in, also those of a machine. False: they are refused.</param>
internal sealed record RuleToKeep(bool? Takes);

/// <param name="Ticket">The ticket it is in now.</param>
/// <param name="Reason">Why it still waits.</param>
internal sealed record DecidedJson(string Outcome, int? Ticket, string? Reason)
{
    public static DecidedJson Of(Decided d) => new(d.Outcome, d.Ticket, d.Reason);
}

internal sealed record DecidedCountJson(int Letters);

internal sealed record LetterRowJson(long Id, string Folder, string Sender, string Subject, DateTime Sent, DateTime Taken, string Outcome, string? Reason, int? Ticket, long Size)
{
    public static LetterRowJson Of(LetterFile l) => new(l.Id, l.Folder, l.Sender, l.Subject, l.SentAt, l.TakenAt, l.Outcome, l.Reason, l.Ticket, l.Size);
}

internal sealed record TraceJson(string Step, string Said)
{
    public static IReadOnlyList<TraceJson> Of(IEnumerable<TraceLine> lines) => [.. lines.Select(l => new TraceJson(l.Step, l.Said))];
}

internal sealed record LetterFileJson(string Name, string MediaType, long Size, string Sha256, bool Inline);

internal sealed record AddressJson(string Name, string Address);

/// <param name="Html">Whether it was formatted.</param>
internal sealed record LetterContentJson(
    AddressJson? From, IReadOnlyList<AddressJson> To, IReadOnlyList<AddressJson> Cc, bool Automatic, string Text, bool Html, IReadOnlyList<LetterFileJson> Attachments, IReadOnlyList<string> Problems)
{
    public static LetterContentJson Of(ShownLetter l) => new(
        l.From is { } from ? Address(from) : null, [.. l.To.Select(Address)], [.. l.Cc.Select(Address)], l.Automatic, l.Text, l.Html,
        [.. l.Attachments.Select(a => new LetterFileJson(a.Name, a.MediaType, a.Size, a.Sha256, a.Inline))], l.Problems);

    private static AddressJson Address(ShownAddress a) => new(a.Name, a.Address);
}

/// <param name="Verdict">Whether a person or a machine wrote it, where that was asked.</param>
/// <param name="Trace">The steps it has gone through.</param>
/// <param name="Content">What it says; none where its source is not kept.</param>
/// <param name="Contact">The contact of the sender's address.</param>
/// <param name="Organization">An organization whose people write from the same domain.</param>
internal sealed record LetterJson(
    long Id, string Folder, string? MessageId, string Sender, string Subject, DateTime Sent, DateTime Taken, string? Verdict, string Outcome, string? Reason, int? Ticket, long Size,
    IReadOnlyList<TraceJson> Trace, LetterContentJson? Content, string? Contact, string? Organization)
{
    public static LetterJson Of(LetterFile l, LetterContent? content) => new(
        l.Id, l.Folder, l.MessageId, l.Sender, l.Subject, l.SentAt, l.TakenAt, l.Verdict, l.Outcome, l.Reason, l.Ticket, l.Size, TraceJson.Of(l.Trace),
        content is null ? null : LetterContentJson.Of(content.Shown), content?.Known, content?.Organization);
}

internal sealed record DifferenceJson(string What, string Was, string Now);

/// <param name="Differences">None when nothing would be otherwise.</param>
/// <param name="Accepted">Whether today's reading was taken over.</param>
internal sealed record ReplayJson(long Letter, IReadOnlyList<DifferenceJson> Differences, IReadOnlyList<TraceJson> Trace, bool Accepted)
{
    public static ReplayJson Of(Replay r) => new(r.Letter, [.. r.Differences.Select(d => new DifferenceJson(d.What, d.Was, d.Now))], TraceJson.Of(r.Trace), r.Accepted);
}
