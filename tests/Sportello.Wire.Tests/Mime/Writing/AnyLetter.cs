using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Tests.Mime.Writing;

/// <summary>Letters as people and programs write them, and worse.</summary>
internal static class AnyLetter
{
    private static readonly string[] Scraps =
    [
        "a", "Re:", "DPR:12345", "hello", " ", " ", "  ", "ж", "Печать", "не", "работает", "é", "naïve", "日本語", "😀", "👩‍👩‍👧", "e\u0301", "=?utf-8?Q?x?=", "=?",
        "?=", "\"", "\\", "(", ")", "<", ">", "@", ",", ";", ":", ".", "..", "=", "=20", "_", "%41", "'", "*", "#", "\t", "\u00A0", "\u200B", "\uFEFF", "--", "$", "&", "/",
        "aVeryLongWordThatHasNoSpaceInItAtAllAndGoesOnAndOnUntilNoLineCanHoldItAnyMore",
    ];

    private static readonly string[] LineScraps = ["\n", "\r\n", "\r", "\n\n", "From ", ".", "\n.\n", "\nFrom me", "-- \n", " \n", "\n \n", "\f", "\0"];

    private static readonly string[] Injections = ["\r\nBcc: x@evil.example", "\n\nbody", "\r", "\u0000", "\u2028", "\u0085"];

    public static Gen<string> Words { get; } = Join(Gen.Elements(Scraps), 0, 25);

    public static Gen<string> HostileWords { get; } = Join(Gen.Elements<string>([.. Scraps, .. Injections]), 0, 25);

    public static Gen<string> Text { get; } = Join(Gen.Elements<string>([.. Scraps, .. LineScraps, .. LineScraps]), 0, 80);

    public static Gen<Mailbox> Mailbox { get; } =
        from name in HostileWords
        from named in Gen.Elements(true, true, true, false)
        from address in Gen.Elements("luca@sportello.example", "o'brien+x@sportello.example", "\"odd one\"@sportello.example", "martina@пример.example", "a.b-c_d@x-y.sportello.example")
        select new Mailbox(address, named ? name : null);

    public static Gen<OutgoingFile> File { get; } =
        from name in HostileWords
        from content in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        from type in Gen.Elements("image/png", "text/plain; charset=utf-8", "application/pdf", "nonsense", "multipart/mixed", "x/y\r\nBcc: x")
        from inline in Gen.Elements(true, false)
        select OutgoingFile.FromBytes(type, name, content, inline ? "image-1@sportello.example" : null);

    public static Gen<OutgoingLetter> Letter { get; } =
        from subject in HostileWords
        from @from in Mailbox
        from to in Mailbox.ListOf()
        from cc in Mailbox.ListOf()
        from text in Text
        from html in Text
        from form in Gen.Elements(1, 2, 3)
        from files in Gen.Resize(File.ListOf(), 3)
        from references in Gen.Choose(0, 60)
        select new OutgoingLetter
        {
            From = @from,
            To = [.. to],
            Cc = [.. cc],
            Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(-3.5)),
            MessageId = "letter.1@sportello.example",
            InReplyTo = references > 0 ? "<ref.0@sportello.example>" : null,
            References = [.. Enumerable.Range(0, references).Select(i => $"<ref.{i}@sportello.example>")],
            Subject = subject,
            Text = form != 2 ? text : null,
            Html = form != 1 ? html : null,
            Files = [.. files],
            AutoSubmitted = "auto-generated",
        };

    public static async Task<byte[]> BytesAsync(this OutgoingLetter letter)
    {
        using var stream = new MemoryStream();
        await letter.WriteAsync(stream);
        return stream.ToArray();
    }

    public static async Task<string> RawAsync(this OutgoingLetter letter) => Encoding.UTF8.GetString(await letter.BytesAsync());

    private static Gen<string> Join(Gen<string> scraps, int fewest, int most) =>
        from count in Gen.Choose(fewest, most)
        from parts in scraps.ListOf(count)
        select string.Concat(parts);
}
