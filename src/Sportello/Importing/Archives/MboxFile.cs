using System.Globalization;

namespace Sportello.Importing.Archives;

/// <summary>
/// Where the letters of an mbox file begin and end: each behind a line "From …" that has an empty line, or nothing, before it. A line of a letter
/// that begins so was given a ">", which is taken away again.
/// </summary>
internal static class MboxFile
{
    private const int LongestMark = 1000;

    private static readonly string[] Dates = ["MMM d HH:mm:ss yyyy", "MMM d HH:mm:ss zzz yyyy", "MMM d HH:mm yyyy"];

    /// <summary>The bytes of each letter, and when it came as the line before it says.</summary>
    public static async IAsyncEnumerable<(byte[] Bytes, DateTime? Arrived)> Letters(Stream file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var lines = new MboxLines(file);
        MemoryStream? letter = null;
        DateTime? arrived = null;
        var empty = true;
        var first = true;
        while (await lines.Next(stop) is { } line)
        {
            line = first && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
            first = false;
            if (IsBareMark(line.Span) || (empty && IsMark(line.Span)))
            {
                if (letter is not null)
                {
                    yield return (letter.ToArray(), arrived);
                }

                (letter, arrived) = (new MemoryStream(), ArrivedAt(line.Span));
                empty = false;
                continue;
            }

            empty = line.Span.TrimEnd("\r\n"u8).IsEmpty;
            letter?.Write(IsQuoted(line.Span) ? line.Span[1..] : line.Span);
        }

        if (letter is not null)
        {
            yield return (letter.ToArray(), arrived);
        }
    }

    /// <summary>What some programs write between letters, with nothing before it.</summary>
    private static bool IsBareMark(ReadOnlySpan<byte> line) => line.StartsWith("From -"u8) && line.TrimEnd(" \r\n"u8).Length == "From -"u8.Length;

    /// <summary>"From sender date": the date makes it one, or a sender alone; a sentence that begins with From has neither.</summary>
    private static bool IsMark(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8) || line.Length > LongestMark)
        {
            return false;
        }

        var text = System.Text.Encoding.Latin1.GetString(line).TrimEnd();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words.Length == 2 && words[1].Contains('@', StringComparison.Ordinal)) || (words.Length >= 4 && Array.Exists(words, IsClock) && Array.Exists(words, w => w.Length == 4 && w.All(char.IsAsciiDigit)));
    }

    private static DateTime? ArrivedAt(ReadOnlySpan<byte> mark)
    {
        var words = System.Text.Encoding.Latin1.GetString(mark).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var day = Array.FindIndex(words, w => w is "Mon" or "Tue" or "Wed" or "Thu" or "Fri" or "Sat" or "Sun");
        return day >= 0 && DateTime.TryParseExact(
            string.Join(' ', words[(day + 1)..]), Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
    }

    private static bool IsClock(string word) => word.Split(':') is { Length: 2 or 3 } parts && Array.TrueForAll(parts, p => p.Length is 1 or 2 && p.All(char.IsAsciiDigit));

    private static bool IsQuoted(ReadOnlySpan<byte> line)
    {
        var marks = line.IndexOfAnyExcept((byte)'>');
        return marks > 0 && line[marks..].StartsWith("From "u8);
    }
}

/// <summary>The lines of a stream with their ends, whatever bytes they are of.</summary>
internal sealed class MboxLines(Stream stream)
{
    private byte[] _bytes = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _over;

    public async Task<ReadOnlyMemory<byte>?> Next(CancellationToken stop)
    {
        var looked = 0;
        while (true)
        {
            var end = _bytes.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Take(looked + end + 1);
            }

            looked = _end - _start;
            if (_over)
            {
                // A conditional would make empty bytes of the null.
                if (looked == 0)
                {
                    return null;
                }

                return Take(looked);
            }

            await Fill(stop);
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var line = _bytes.AsMemory(_start, length);
        _start += length;
        return line;
    }

    private async Task Fill(CancellationToken stop)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            (_end, _start) = (_end - _start, 0);
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        var read = await stream.ReadAsync(_bytes.AsMemory(_end), stop);
        _over = read == 0;
        _end += read;
    }
}
