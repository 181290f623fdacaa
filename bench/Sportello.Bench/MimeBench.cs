using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sportello.Wire.Mime;
using Sportello.Wire.Tests.Mime;

namespace Sportello.Bench;

/// <summary>MB/s, messages/s and bytes allocated per message, beside the floor: copying the bytes and decoding their base64.</summary>
internal static class MimeBench
{
    private const int AttachmentBytes = 20 * 1024 * 1024;
    private const int Rounds = 15;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        await SmallAsync();
        await AttachmentAsync();
        return 0;
    }

    private static async Task SmallAsync()
    {
        var mailbox = Path.Combine(Repository.SharedMail, "mimekit-content-length.mbox");
        if (!File.Exists(mailbox))
        {
            Console.WriteLine("There is no mimekit-content-length.mbox beside the checkout; the small letters are left out.");
            return;
        }

        var letters = Split(await File.ReadAllBytesAsync(mailbox));
        var bytes = letters.Sum(letter => (long)letter.Length);
        Console.WriteLine($"{letters.Count} letters of a mailbox, {bytes / 1e6:F1} MB");
        var floor = await TimeAsync(() => { foreach (var letter in letters) CopyAndDecode(letter); return Task.CompletedTask; });
        Print("floor: copy, decode what is base64", floor, floor, bytes, letters.Count);
        Print("MimeMessage (structure)", await TimeAsync(async () => { foreach (var letter in letters) await MimeMessage.ReadAsync(new MemoryStream(letter)); }), floor, bytes, letters.Count);
        Print("Letter (texts, sizes, SHA-256)", await TimeAsync(async () => { foreach (var letter in letters) await Letter.ReadAsync(new MemoryStream(letter)); }), floor, bytes, letters.Count);
    }

    private static async Task AttachmentAsync()
    {
        var letter = BigLetter();
        Console.WriteLine($"One letter with an attachment of {AttachmentBytes / 1e6:F1} MB, {letter.Length / 1e6:F1} MB as sent");
        var floor = await TimeAsync(() => { CopyAndDecode(letter); return Task.CompletedTask; });
        Print("floor: copy, decode base64", floor, floor, letter.Length, 1);
        var hashed = await TimeAsync(() => { CopyAndDecode(letter, hash: true); return Task.CompletedTask; });
        Print("floor and SHA-256 of the content", hashed, floor, letter.Length, 1);
        Print("MimeMessage, attachment copied out", await TimeAsync(() => CopyOutAsync(letter)), floor, letter.Length, 1);
        var read = await TimeAsync(async () => await Letter.ReadAsync(new MemoryStream(letter)));
        Print("Letter (with size and SHA-256)", read, floor, letter.Length, 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  Letter against the floor that also hashes: {read.Seconds / hashed.Seconds:F2}"));
    }

    private static async Task CopyOutAsync(byte[] letter)
    {
        var message = await MimeMessage.ReadAsync(new MemoryStream(letter));
        foreach (var leaf in message.Leaves()) await leaf.CopyContentToAsync(Stream.Null);
    }

    /// <summary>The least that anybody has to do: take the bytes, and decode the base64 in them with the platform's decoder, line ends and all.</summary>
    private static void CopyAndDecode(byte[] letter, bool hash = false)
    {
        var copy = ArrayPool<byte>.Shared.Rent(letter.Length);
        letter.CopyTo(copy, 0);
        var mark = copy.AsSpan(0, letter.Length).IndexOf("base64\r\n\r\n"u8);
        if (mark >= 0)
        {
            var body = copy.AsSpan(mark + 10, letter.Length - mark - 10);
            var end = body.IndexOf("\r\n--"u8);
            if (end >= 0) body = body[..end];
            var decoded = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(body.Length));
            Base64.DecodeFromUtf8(body, decoded, out _, out var written);
            if (hash) SHA256.HashData(decoded.AsSpan(0, written));
            ArrayPool<byte>.Shared.Return(decoded);
        }

        ArrayPool<byte>.Shared.Return(copy);
    }

    private static byte[] BigLetter()
    {
        var content = new byte[AttachmentBytes];
        new Random(1).NextBytes(content);
        var letter = new StringBuilder();
        letter.Append("From: luca@barilla.example\r\nTo: help@desk.example\r\nSubject: A big file\r\nMIME-Version: 1.0\r\n");
        letter.Append("Content-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\n--=_b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n--=_b\r\n");
        letter.Append("Content-Type: application/octet-stream; name=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        letter.Append(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n--=_b--\r\n");
        return Encoding.ASCII.GetBytes(letter.ToString());
    }

    private static List<byte[]> Split(byte[] mailbox)
    {
        var letters = new List<byte[]>();
        var start = 0;
        while (start < mailbox.Length)
        {
            var next = mailbox.AsSpan(start + 1).IndexOf("\nFrom "u8);
            var end = next < 0 ? mailbox.Length : start + 1 + next + 1;
            letters.Add(mailbox[start..end]);
            start = end;
        }

        return letters;
    }

    private readonly record struct Measure(double Seconds, long Allocated);

    /// <summary>The best of several rounds, when the just-in-time compiler has had its time.</summary>
    private static async Task<Measure> TimeAsync(Func<Task> work)
    {
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < WarmUp;) await work();
        var best = double.MaxValue;
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var started = Stopwatch.GetTimestamp();
            await work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        return new Measure(best, allocated);
    }

    private static void Print(string what, Measure measure, Measure floor, long bytes, int messages) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-36} {bytes / measure.Seconds / 1e6,8:F0} MB/s {messages / measure.Seconds,10:F0} messages/s {measure.Allocated / messages,10:N0} B/message  {measure.Seconds / floor.Seconds,6:F2} x floor"));
}
