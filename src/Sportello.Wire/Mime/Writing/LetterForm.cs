namespace Sportello.Wire.Mime.Writing;

/// <summary>How an attached letter can be written, since message/rfc822 allows no encoding.</summary>
internal enum LetterForm
{
    SevenBit,
    EightBit,

    /// <summary>It has NULs, bare CRs or lines over 998 octets (RFC 5321 section 4.5.3.1): only as a file it arrives unchanged.</summary>
    Unfit,
}

internal static class LetterForms
{
    private const int LongestLine = 998;

    public static async ValueTask<LetterForm> ProbeAsync(OutgoingFile file, CancellationToken cancellation)
    {
        var form = LetterForm.SevenBit;
        var buffer = new byte[16 * 1024];
        var column = 0;
        var afterCr = false;
        await using var content = await file.OpenAsync(cancellation);
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            foreach (var octet in buffer.AsSpan(0, read))
            {
                column = octet is (byte)'\n' or (byte)'\r' ? 0 : column + 1;
                if (octet == 0 || column > LongestLine || (afterCr && octet != '\n'))
                {
                    return LetterForm.Unfit;
                }

                afterCr = octet == '\r';
                form = octet > 127 ? LetterForm.EightBit : form;
            }
        }

        return afterCr ? LetterForm.Unfit : form;
    }
}
