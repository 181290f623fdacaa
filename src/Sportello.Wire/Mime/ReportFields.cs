namespace Sportello.Wire.Mime;

/// <summary>The fields of reports on other messages (RFC 3464 section 2.1, RFC 8098 section 3.1).</summary>
internal static class ReportFields
{
    /// <summary>How much of such a part is looked at.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Whether a part is the message a report is about, or its header.</summary>
    public static bool IsReturned(MimeEntity leaf) =>
        leaf.MediaType is MediaTypes.Message or "text/rfc822-headers" or "message/rfc822-headers" or "message/global-headers";

    /// <summary>The id of a returned message, or null.</summary>
    public static async Task<string?> ReadIdAsync(MimeEntity returned, CancellationToken cancellationToken)
    {
        var headers = await NestedHeader.ReadAsync(returned, cancellationToken).ConfigureAwait(false);
        return MessageIds.Parse(headers.Get("Message-ID")).FirstOrDefault();
    }

    /// <summary>The groups of fields between empty lines.</summary>
    public static IEnumerable<HeaderList> Groups(byte[] content)
    {
        for (var start = 0; start < content.Length;)
        {
            var group = HeaderBlock.Read(content.AsSpan(start), final: true, isRoot: false, new BoundaryStack())!;
            yield return NestedHeader.ToList(content.AsSpan(start), group);

            // A line that is no field would otherwise be met again for ever.
            start += Math.Max(group.BodyStart, group.Fields.Count == 0 ? LengthOfLine(content.AsSpan(start)) : 1);
        }
    }

    /// <summary>An address without its type and brackets.</summary>
    public static string Address(string typed) => WithoutType(typed).Trim('<', '>', ' ');

    /// <summary>What follows the type and its semicolon.</summary>
    public static string WithoutType(string typed)
    {
        var semicolon = typed.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? typed : typed[(semicolon + 1)..]).Trim();
    }

    /// <summary>Text in which octets may stand as <c>+</c> and two hexadecimal digits (RFC 3461 section 4); what does not hold to that stays as it is.</summary>
    public static string FromXtext(string coded)
    {
        var text = new System.Text.StringBuilder(coded.Length);
        for (var i = 0; i < coded.Length; i++)
        {
            if (coded[i] == '+' && i + 2 < coded.Length && byte.TryParse(coded.AsSpan(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var octet))
            {
                text.Append((char)octet);
                i += 2;
            }
            else
            {
                text.Append(coded[i]);
            }
        }

        return text.ToString();
    }

    private static int LengthOfLine(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest.Length : end + 1;
    }
}
