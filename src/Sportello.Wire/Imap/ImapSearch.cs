using System.Globalization;

namespace Sportello.Wire.Imap;

/// <summary>What to search for (RFC 9051 section 6.4.4). Days are the server's, without time or zone.</summary>
public sealed class ImapSearch
{
    private readonly Action<ImapCommand> _write;

    private ImapSearch(Action<ImapCommand> write, bool isAscii = true)
    {
        _write = write;
        IsAscii = isAscii;
    }

    /// <summary>Every message.</summary>
    public static ImapSearch All { get; } = Word("ALL");

    /// <summary>Messages nobody has read.</summary>
    public static ImapSearch Unseen { get; } = Word("UNSEEN");

    /// <summary>Messages not marked for deletion.</summary>
    public static ImapSearch Undeleted { get; } = Word("UNDELETED");

    /// <summary>Messages whose own date is this day or later.</summary>
    public static ImapSearch SentSince(DateOnly day) => Word($"SENTSINCE {Write(day)}");

    /// <summary>Messages whose own date is before this day.</summary>
    public static ImapSearch SentBefore(DateOnly day) => Word($"SENTBEFORE {Write(day)}");

    /// <summary>Messages that came into the folder this day or later.</summary>
    public static ImapSearch ArrivedSince(DateOnly day) => Word($"SINCE {Write(day)}");

    /// <summary>Messages that came into the folder before this day.</summary>
    public static ImapSearch ArrivedBefore(DateOnly day) => Word($"BEFORE {Write(day)}");

    /// <summary>Messages with these UIDs.</summary>
    public static ImapSearch Uids(UidSet uids) => Word($"UID {uids}");

    /// <summary>Messages with a header field that contains the text; an empty text asks for the field itself.</summary>
    public static ImapSearch Header(string field, string text) => new(
        command => command.Raw("HEADER ").String(field).Raw(" ").String(text), System.Text.Ascii.IsValid(text));

    /// <summary>Messages whose subject contains the text.</summary>
    public static ImapSearch Subject(string text) => new(command => command.Raw("SUBJECT ").String(text), System.Text.Ascii.IsValid(text));

    /// <summary>Messages larger than this many octets.</summary>
    public static ImapSearch Larger(uint octets) => Word(string.Create(CultureInfo.InvariantCulture, $"LARGER {octets}"));

    /// <summary>Messages changed since (RFC 7162), this modification sequence included.</summary>
    public static ImapSearch ModifiedSince(ulong modSeq) => Word(string.Create(CultureInfo.InvariantCulture, $"MODSEQ {modSeq}"));

    /// <summary>Both.</summary>
    public ImapSearch And(ImapSearch other) => Joined("(", this, " ", other, ")");

    /// <summary>One of the two.</summary>
    public ImapSearch Or(ImapSearch other) => Joined("OR ", this, " ", other, "");

    /// <summary>Everything else.</summary>
    public ImapSearch Not() => new(
        command =>
        {
            command.Raw("NOT ");
            _write(command);
        },
        IsAscii);

    /// <summary>Whether no charset has to be named.</summary>
    internal bool IsAscii { get; }

    internal void WriteTo(ImapCommand command) => _write(command);

    private static ImapSearch Word(string word) => new(command => command.Raw(word));

    private static ImapSearch Joined(string before, ImapSearch left, string between, ImapSearch right, string after) => new(
        command =>
        {
            command.Raw(before);
            left._write(command);
            command.Raw(between);
            right._write(command);
            command.Raw(after);
        },
        left.IsAscii && right.IsAscii);

    private static string Write(DateOnly day) => day.ToString("d-MMM-yyyy", CultureInfo.InvariantCulture);
}
