using System.Diagnostics;
using Sportello.Wire.Mime;

namespace Sportello.Wire.Tests.Mime;

/// <summary>Damages letters in ways the world does and reads them. The same index always makes the same letter.</summary>
internal sealed class Fuzz
{
    private const int MaxSeed = 24 * 1024;
    private const int MaxLetter = 64 * 1024;

    /// <summary>No letter of this size may take longer, even on a busy machine.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <summary>What reading a letter of at most 64 KB may allocate, all told.</summary>
    private const long MaxAllocated = 48L * 1024 * 1024;

    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\n\n", "\r\n\r\n", "\0", "--", "\n--", "\r\n--b--\r\n", "=", "=\r\n", "=?", "?=", "=?utf-8?B?", "=?koi8-r?Q?=C1", "=?x?q??=",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", "Content-Type: multipart/alternative; boundary=\"\"\n", "Content-Type: message/rfc822\n\n",
            "Content-Type: text/html; charset=utf-16\r\n", "Content-Transfer-Encoding: base64\r\n\r\n", "Content-Transfer-Encoding: quoted-printable\n\n",
            "Content-Transfer-Encoding: x-uuencode\n\n", "begin 644 a.txt\n#0V%T\n`\nend\n", "filename*0*=utf-8''%D0", "; filename*1=", "format=flowed", "charset=",
            "charset=iso-2022-jp", "charset=gb18030", "charset=utf-7", "charset=hz-gb-2312", "charset=shift_jis", "charset=euc-jp", "charset=iso-2022-kr", "charset=x-unknown",
            "\u001b$B", "\u001b(B", "+AGE-", "~{", "~}", "<", "<!--", "<style>", "<a href='", "&#x41;", "&amp", "cid:", "\"", "(", ")", ":", ";", ",", "@", "<a@b>",
            "Subject: ", "Date: Fri, 31 Feb 2026 25:61:00 +9999\n", "Date: ", "From ", "Received: ", "Message-ID: <", "References: <a@b> <", "Content-Disposition: attachment; filename=",
            "Final-Recipient: rfc822; a@b\n", "Action: failed\n",
        }.Select(text => System.Text.Encoding.UTF8.GetBytes(text)),
        [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xD0], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x78, 0x9F, 0x3E, 0x22], [0xFF, 0xFF, 0xFF, 0x7F],
    ];

    private readonly byte[][] seeds;

    public Fuzz(IEnumerable<byte[]> letters) => seeds = [.. letters.Select(letter => letter.Length > MaxSeed ? letter[..MaxSeed] : letter)];

    public TimeSpan Longest { get; private set; }

    public long MostAllocated { get; private set; }

    /// <summary>All letters of the collection beside the tests, and those beside the checkout if there are any.</summary>
    public static Fuzz FromLetters() =>
        new(new[] { Repository.Letters, Repository.SharedMail }
            .Where(System.IO.Directory.Exists)
            .SelectMany(folder => System.IO.Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            .Where(file => file.EndsWith(".eml", StringComparison.Ordinal) || file.EndsWith(".mbox", StringComparison.Ordinal))
            .Select(File.ReadAllBytes));

    /// <summary>Reads the letters of these indexes, until the time is over; returns how many. Throws with the index of the first that misbehaves.</summary>
    public async Task<long> RunAsync(long first, long count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var index = first; index < first + count; index++)
        {
            if (clock.Elapsed > atMost) return index - first;
            await ReadAsync(index, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private async Task ReadAsync(long index, CancellationToken cancellationToken)
    {
        var bytes = Make(index);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var source = new MemoryStream(bytes, writable: false);
            var letter = await Letter.ReadAsync(source, cancellationToken: cancellationToken).ConfigureAwait(false);
            var field = HeaderRewriter.AppendToSubject(letter.Headers, " DPR:12345");
            await HeaderRewriter.ReplaceAsync(source, Stream.Null, "Subject", field, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken)
        {
            throw new InvalidOperationException($"Damaged letter {index} was not read.", broken);
        }

        var took = Stopwatch.GetElapsedTime(started);
        var used = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (took > Longest) Longest = took;
        if (used > MostAllocated) MostAllocated = used;
        if (took > MaxTime) throw new InvalidOperationException($"Damaged letter {index} took {took}.");
        if (used > MaxAllocated) throw new InvalidOperationException($"Damaged letter {index} needed {used} bytes.");
    }

    /// <summary>The damaged letter of an index.</summary>
    public byte[] Make(long index)
    {
        var random = new Random(unchecked((int)(index * 2654435761L)));
        var letter = new List<byte>(seeds[random.Next(seeds.Length)]);
        var changes = 1 + random.Next(6);
        for (var i = 0; i < changes; i++) Damage(letter, random);
        return letter.Count > MaxLetter ? [.. letter[..MaxLetter]] : [.. letter];
    }

    private void Damage(List<byte> letter, Random random)
    {
        var at = random.Next(letter.Count + 1);
        var length = Math.Min(1 + random.Next(random.Next(2) == 0 ? 16 : 600), letter.Count - at);
        switch (random.Next(9))
        {
            case 0 when letter.Count > 0:
                letter[random.Next(letter.Count)] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when letter.Count > 0:
                letter[random.Next(letter.Count)] = (byte)random.Next(256);
                break;
            case 2:
                letter.RemoveRange(at, letter.Count - at);
                break;
            case 3:
                letter.RemoveRange(at, length);
                break;
            case 4:
                letter.InsertRange(random.Next(letter.Count + 1), letter.GetRange(at, length));
                break;
            case 5:
                Repeat(letter, at, letter.GetRange(at, Math.Min(length, 40)), random);
                break;
            case 6:
                var other = seeds[random.Next(seeds.Length)];
                var from = random.Next(other.Length + 1);
                letter.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(2000), other.Length - from)).ToArray());
                break;
            default:
                letter.InsertRange(at, Fragments[random.Next(Fragments.Length)]);
                break;
        }
    }

    private static void Repeat(List<byte> letter, int at, List<byte> piece, Random random)
    {
        for (var times = random.Next(200); times > 0 && letter.Count < MaxLetter; times--) letter.InsertRange(at, piece);
    }
}
