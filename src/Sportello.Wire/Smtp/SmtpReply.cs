using System.Globalization;

namespace Sportello.Wire.Smtp;

/// <summary>The second, finer code of an answer, such as 5.1.1 (RFC 3463).</summary>
/// <param name="Class">2 success, 4 temporary, 5 permanent.</param>
/// <param name="Subject">What it is about: 1 address, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.</param>
/// <param name="Detail">What exactly.</param>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");
}

/// <summary>An answer of the server (RFC 5321 section 4.2).</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="Enhanced">The finer code, where the server gives one.</param>
/// <param name="Text">The words, lines parted by \n, without the codes.</param>
public sealed record SmtpReply(int Code, EnhancedStatus? Enhanced, string Text)
{
    /// <summary>Whether the server did what was asked (2xx) or asks for more (3xx).</summary>
    public bool IsPositive => Code < 400;

    /// <summary>Whether the same may succeed later (4xx).</summary>
    public bool IsTemporary => Code is >= 400 and < 500;

    /// <summary>Whether the same will be refused again (5xx).</summary>
    public bool IsPermanent => Code >= 500;

    /// <summary>True when the words are ours: the server was not even asked, because it does not offer what the letter needs.</summary>
    public bool IsOurs { get; init; }

    internal bool IsGoodbye => Code == 421;

    /// <inheritdoc />
    public override string ToString() =>
        string.Join(' ', new[] { Code.ToString(CultureInfo.InvariantCulture), Enhanced?.ToString(), Text.Replace('\n', ' ') }.Where(part => !string.IsNullOrEmpty(part)));
}
