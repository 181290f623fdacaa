using Sportello.Access;
using Sportello.Mailroom.Spool;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>What is to become of a letter.</summary>
internal abstract record Decision
{
    /// <summary>A person decides; the letter on the server is left exactly as it is.</summary>
    public sealed record Wait(Hold Hold, Said Reason) : Decision;

    /// <summary>A rule says that nothing of this address is wanted.</summary>
    public sealed record Refuse(Said Reason) : Decision;

    /// <summary>It is about nothing of ours.</summary>
    public sealed record LeaveAlone : Decision;

    /// <summary>The same letter is in a ticket already.</summary>
    /// <param name="TicketId">The ticket's key.</param>
    /// <param name="Number">Its number.</param>
    /// <param name="CommentId">The comment that says it.</param>
    /// <param name="Mail">The mail of ours of which it is a copy: so that one went out.</param>
    public sealed record SameAgain(long TicketId, int Number, long? CommentId, long? Mail = null) : Decision;

    /// <param name="Ticket">The ticket it is added to.</param>
    /// <param name="Sender">Who wrote it.</param>
    /// <param name="Internal">It answers what customers do not see, so it is an internal note itself.</param>
    public sealed record AddTo(Ticket Ticket, Actor Sender, bool Internal = false) : Decision;

    /// <summary>It tells what became of a mail of ours.</summary>
    public sealed record Report(ReportOnOurs What) : Decision;

    public sealed record OpenIn(Project Project, Actor Sender) : Decision;
}
