using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Mime;
using Xunit;

namespace Sportello.Wire.Tests.Mime;

public sealed class HeaderRewriterTests
{
    private const string Suffix = " DPR:12345";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_number_comes_to_the_end_of_the_subject_of_every_letter_and_every_other_byte_stays()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Letters, "*.eml"))
        {
            await CheckAsync(await File.ReadAllBytesAsync(file, Cancel), Path.GetFileName(file));
        }
    }

    [Fact]
    public async Task Damaged_letters_keep_every_other_byte_too()
    {
        var fuzz = Fuzz.FromLetters();
        for (var index = 0; index < 3000; index++)
        {
            var before = fuzz.Make(index);
            var after = await NumberAsync(before);
            AssertOtherBytesStay(before, after, $"damaged letter {index}");
        }
    }

    [Theory]
    [InlineData("Subject: hello\r\n\r\nx", "Subject: hello DPR:12345\r\n\r\nx")]
    [InlineData("Subject: hello\n\nx", "Subject: hello DPR:12345\n\nx")]
    [InlineData("Subject: hello\r\rx", "Subject: hello DPR:12345\r\rx")]
    [InlineData("Subject:\r\n\r\nx", "Subject: DPR:12345\r\n\r\nx")]
    [InlineData("Subject: \r\n\r\nx", "Subject: DPR:12345\r\n\r\nx")]
    [InlineData("SUBJECT : hello  \r\nTo: a\r\n\r\nx", "SUBJECT : hello DPR:12345\r\nTo: a\r\n\r\nx")]
    [InlineData("Subject: one\r\n two\r\nTo: a\r\n\r\nx", "Subject: one\r\n two DPR:12345\r\nTo: a\r\n\r\nx")]
    [InlineData("Subject: =?utf-8?Q?a?=\r\n\r\nx", "Subject: =?utf-8?Q?a?= DPR:12345\r\n\r\nx")]
    [InlineData("To: a\r\n\r\nx", "To: a\r\nSubject: DPR:12345\r\n\r\nx")]
    [InlineData("To: a\n\nx", "To: a\nSubject: DPR:12345\n\nx")]
    [InlineData("From x Mon\nTo: a\n\nx", "From x Mon\nTo: a\nSubject: DPR:12345\n\nx")]
    [InlineData("To: a\r\nNo separator here\r\n", "To: a\r\nSubject: DPR:12345\r\nNo separator here\r\n")]
    [InlineData("Subject: a\r\nSubject: b\r\n\r\n", "Subject: a DPR:12345\r\nSubject: b\r\n\r\n")]
    [InlineData("To: a", "To: a\r\nSubject: DPR:12345\r\n")]
    [InlineData("", "Subject: DPR:12345\r\n")]
    public async Task The_subject_is_numbered_in_all_kinds_of_headers(string before, string after) =>
        Assert.Equal(after, Encoding.Latin1.GetString(await NumberAsync(Encoding.Latin1.GetBytes(before))));

    [Fact]
    public async Task A_line_that_would_pass_78_characters_is_folded()
    {
        var before = $"Subject: {new string('a', 65)}\r\n\r\nx";
        Assert.Equal($"Subject: {new string('a', 65)}\r\n DPR:12345\r\n\r\nx", Encoding.Latin1.GetString(await NumberAsync(Encoding.Latin1.GetBytes(before))));
    }

    [Fact]
    public async Task A_raw_subject_that_does_not_return_from_japanese_does_not_swallow_the_number()
    {
        var before = Encoding.Latin1.GetBytes("Subject: \e$B2q5D\r\n\r\nx");
        Assert.Equal("会議 DPR:12345", (await ReadAsync(await NumberAsync(before))).Get("Subject"));
    }

    [Fact]
    public void Any_subject_reads_as_it_was_with_the_number_after_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<bool>(), (value, ascii) =>
        {
            // A value is what may stand between a colon and a line end.
            var raw = value.Where(b => b is not (10 or 13)).Select(b => ascii ? (byte)(b & 0x7F) : b).Where(b => b is not (10 or 13)).ToArray();
            byte[] letter = [.. "Subject: "u8, .. raw, .. "\r\n\r\nText"u8];
            CheckAsync(letter, Convert.ToHexString(raw)).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static async Task CheckAsync(byte[] before, string what)
    {
        var after = await NumberAsync(before);
        var old = (await ReadAsync(before)).Get("Subject") ?? "";
        var expected = old.Length == 0 ? Suffix.Trim() : old + Suffix;
        Assert.Equal($"{what}: {expected}", $"{what}: {(await ReadAsync(after)).Get("Subject")}");
        AssertOtherBytesStay(before, after, what);
    }

    /// <summary>What is new is one stretch of bytes; at most blanks at the end of the old subject are gone.</summary>
    private static void AssertOtherBytesStay(byte[] before, byte[] after, string what)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        var gone = before.AsSpan(start, before.Length - start - end);
        foreach (var b in gone) Assert.True(b is <= 32 or 0x7F, $"{what} lost {Convert.ToHexString(gone)}");
    }

    private static async Task<byte[]> NumberAsync(byte[] letter)
    {
        using var source = new MemoryStream(letter);
        using var destination = new MemoryStream();
        var field = HeaderRewriter.AppendToSubject(await ReadAsync(letter), Suffix);
        await HeaderRewriter.ReplaceAsync(source, destination, "Subject", field, Cancel);
        return destination.ToArray();
    }

    private static async Task<HeaderList> ReadAsync(byte[] letter) => (await MimeMessage.ReadAsync(new MemoryStream(letter), cancellationToken: Cancel)).Headers;
}
