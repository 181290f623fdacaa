using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

/// <summary>Reads answers of one or many lines (RFC 5321 section 4.2.1).</summary>
internal sealed partial class SmtpReplyReader(WireConnection connection, SmtpLimits limits)
{
    public async ValueTask<SmtpReply> ReadAsync(CancellationToken cancellation, TimeSpan? timeout = null)
    {
        var text = new StringBuilder();
        EnhancedStatus? enhanced = null;
        int? code = null;
        for (var lines = 1; ; lines++)
        {
            if (lines > limits.ReplyLines)
                throw new ConversationBrokenException($"{connection.Endpoint} sent an answer of more than {limits.ReplyLines} lines.");
            var line = await connection.ReadLineAsync(cancellation, timeout);
            var (lineCode, isLast) = ReadCode(line.Span);
            if (code is not null && code != lineCode)
                throw Garbage(line.Span);
            code = lineCode;
            var words = Clean(line.Span[Math.Min(4, line.Length)..]);
            if (EnhancedPattern().Match(words) is { Success: true } match && Number(match.Groups["class"]) == code / 100)
            {
                enhanced ??= new EnhancedStatus(Number(match.Groups["class"]), Number(match.Groups["subject"]), Number(match.Groups["detail"]));
                words = words[match.Length..];
            }

            text.Append(text.Length > 0 ? "\n" : "").Append(words);
            if (isLast)
                return new SmtpReply(lineCode, enhanced, text.ToString());
        }
    }

    private (int Code, bool IsLast) ReadCode(ReadOnlySpan<byte> line)
    {
        var isReply = line.Length >= 3
            && line[0] is >= (byte)'2' and <= (byte)'5'
            && char.IsAsciiDigit((char)line[1])
            && char.IsAsciiDigit((char)line[2])
            && (line.Length == 3 || line[3] is (byte)' ' or (byte)'-');
        if (!isReply)
            throw Garbage(line);
        var code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        return (code, line.Length == 3 || line[3] == ' ');
    }

    private ConversationBrokenException Garbage(ReadOnlySpan<byte> line) =>
        new($"{connection.Endpoint} does not speak SMTP; it said: {Clean(line[..Math.Min(line.Length, 100)])}");

    private static string Clean(ReadOnlySpan<byte> octets) =>
        string.Concat(Encoding.UTF8.GetString(octets).Select(c => char.IsControl(c) ? ' ' : c));

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<class>[245])\.(?<subject>[0-9]{1,3})\.(?<detail>[0-9]{1,3})(?: |$)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnhancedPattern();
}
