namespace Sportello.Mailroom.Outbox;

/// <summary>Where a mail stands for one recipient. Stored.</summary>
public enum MailState
{
    Waiting = 0,

    /// <summary>Somebody has taken it for sending; the server has not seen its end, so it has certainly not been taken.</summary>
    Sending = 1,

    /// <summary>Its last bytes are on their way: from here until the answer nobody knows.</summary>
    Ending = 2,

    /// <summary>The server has taken it.</summary>
    Sent = 3,

    /// <summary>The server refused it for now; it is tried again.</summary>
    Delayed = 4,

    /// <summary>The server refused it for good.</summary>
    Refused = 5,

    /// <summary>Tried for three days, or one too many of its kind.</summary>
    GivenUp = 6,

    /// <summary>It may have gone out. It is not sent again by itself, since nobody is to get it twice.</summary>
    Doubtful = 7,

    /// <summary>Taken back before it left.</summary>
    Withdrawn = 8,

    /// <summary>It went out and came back.</summary>
    Bounced = 9,

    /// <summary>The server has taken it, and reports that it cannot deliver it yet.</summary>
    Late = 10,
}
