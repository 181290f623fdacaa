using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Mime;
using Sportello.Wire.Text;
using Xunit;

namespace Sportello.Wire.Tests.Mime;

public sealed class PropertyTests
{
    private static readonly Arbitrary<byte[]> Bytes = ArbMap.Default.ArbFor<byte[]>();

    private static readonly Arbitrary<string> Texts = ArbMap.Default.ArbFor<UnicodeString>().Convert(text => Whole(text.Get ?? ""), UnicodeString.NewUnicodeString);

    private static readonly string[] Declarations =
        ["utf-8", "koi8-r", "windows-1251", "iso-2022-jp", "shift_jis", "euc-jp", "gb18030", "hz-gb-2312", "big5", "iso-2022-kr", "utf-16", "utf-32", "utf-7", "x-nothing", "ibm037", ""];

    [Fact]
    public void Any_bytes_are_a_letter() =>
        Prop.ForAll(Bytes, bytes => { Read(bytes); }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_text_in_any_charset() =>
        Prop.ForAll(Bytes, bytes =>
        {
            foreach (var declared in Declarations) Assert.NotNull(Charsets.Decode(bytes, declared, out _, isHtml: true));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_charset_the_platform_knows_can_be_declared()
    {
        var noise = Enumerable.Range(0, 4096).Select(i => (byte)(i * 167)).ToArray();
        foreach (var encoding in CodePagesEncodingProvider.Instance.GetEncodings())
        {
            Assert.NotNull(Charsets.Decode(noise, encoding.Name, out _));
            Assert.True(Charsets.IsKnown(encoding.Name), encoding.Name);
        }
    }

    [Fact]
    public void Any_text_comes_back_from_an_encoded_word() =>
        Prop.ForAll(Texts, text =>
        {
            var shown = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
            Assert.Equal(shown, EncodedWords.Decode($"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?="));
            Assert.Equal(shown, EncodedWords.Decode($"=?utf-8?Q?{string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"={b:X2}"))}?="));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_content_comes_back_from_its_transfer_encoding() =>
        Prop.ForAll(Bytes, ArbMap.Default.ArbFor<PositiveInt>(), (bytes, lineLength) =>
        {
            var base64 = Convert.ToBase64String(bytes);
            var lines = string.Join("\r\n", base64.Chunk(1 + (lineLength.Get % 100)).Select(line => new string(line)));
            Assert.Equal(bytes, Content("base64", lines));
            Assert.Equal(bytes, Content("quoted-printable", string.Concat(bytes.Select((b, i) => (i % 7 == 6 ? "=\r\n" : "") + $"={b:X2}"))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_parts_of_a_multipart_come_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), parts =>
        {
            var letter = new StringBuilder("Content-Type: multipart/mixed; boundary=\"=_x\"\r\n\r\n");
            foreach (var part in parts) letter.Append("--=_x\r\nContent-Type: application/x-some\r\nContent-Transfer-Encoding: base64\r\n\r\n").Append(Convert.ToBase64String(part)).Append("\r\n");
            letter.Append("--=_x--\r\n");
            var read = Read(Encoding.ASCII.GetBytes(letter.ToString()));
            Assert.Equal(parts.Select(part => (long)part.Length), read.Attachments.Select(attachment => attachment.Size));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Html_of_any_text_turns_into_that_text() =>
        Prop.ForAll(Texts, text =>
        {
            var words = string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c is '<' or '&' or '"' or '>'));
            Assert.Equal(words, HtmlText.Convert($"<p>{System.Net.WebUtility.HtmlEncode(words)}</p>"));
        }).QuickCheckThrowOnFailure();

    private static byte[] Content(string encoding, string body)
    {
        var message = MimeMessage.ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes($"Content-Transfer-Encoding: {encoding}\r\n\r\n{body}"))).GetAwaiter().GetResult();
        using var content = new MemoryStream();
        message.Root.CopyContentToAsync(content).GetAwaiter().GetResult();
        return content.ToArray();
    }

    private static Letter Read(byte[] bytes) => Letter.ReadAsync(new MemoryStream(bytes)).GetAwaiter().GetResult();

    /// <summary>Half a surrogate pair is no text.</summary>
    private static string Whole(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}
