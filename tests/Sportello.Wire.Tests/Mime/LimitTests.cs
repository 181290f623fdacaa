using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using Sportello.Wire.Mime;
using Xunit;

namespace Sportello.Wire.Tests.Mime;

/// <summary>What is too big is kept, said, and does not eat the memory.</summary>
public sealed class LimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_of_fifty_megabytes_is_read_from_a_file_in_little_memory()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sportello-{Guid.NewGuid():N}.eml");
        try
        {
            var content = RandomNumberGenerator.GetBytes(36 * 1024 * 1024);
            await WriteBigAsync(file, content);
            var expected = Convert.ToHexStringLower(SHA256.HashData(content));
            var size = content.Length;
            content = null;

            // A mapped file never waits, so that all is read on this thread and nothing else is counted.
            using var map = MemoryMappedFile.CreateFromFile(file, FileMode.Open);
            using var source = map.CreateViewStream(0, new FileInfo(file).Length, MemoryMappedFileAccess.Read);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = Letter.ReadAsync(source, cancellationToken: Cancel);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(reading.IsCompleted);
            var letter = await reading;

            var attachment = Assert.Single(letter.Attachments);
            Assert.Equal("Here it is.", letter.Text);
            Assert.Equal(size, attachment.Size);
            Assert.Equal(expected, attachment.Sha256);
            Assert.Empty(letter.Problems);
            Assert.True(allocated < 8 * 1024 * 1024, $"{allocated} bytes were allocated.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_message_beyond_the_limit_keeps_its_end_as_an_attachment()
    {
        var bytes = Encoding.ASCII.GetBytes("Subject: long\r\n\r\n" + new string('a', 2000));
        var letter = await ReadAsync(bytes, new MimeLimits { MessageBytes = 1000 });

        Assert.Equal(new string('a', 1000 - 17), letter.Text);
        var rest = Assert.Single(letter.Attachments);
        Assert.Equal(("remaining-bytes.bin", 2000L - 983), (rest.Name, rest.Size));
        Assert.Contains("The message is longer than 1000 bytes; the rest is kept as one attachment.", letter.Problems);
    }

    [Theory]
    [InlineData("7bit")]
    [InlineData("base64")]
    public async Task A_text_beyond_the_limit_is_cut_between_lines_and_its_end_attached(string encoding)
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"Строка {i:D3}\r\n"));
        var body = Encoding.UTF8.GetBytes(text);
        var sent = encoding == "base64" ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks)) : body;
        byte[] bytes = [.. Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"), .. sent];
        var letter = await ReadAsync(bytes, new MimeLimits { TextBytes = 1000 });

        var rest = Assert.Single(letter.Attachments);
        Assert.Equal("rest-of-text.txt", rest.Name);
        using var end = new MemoryStream();
        await rest.CopyToAsync(end, Cancel);
        Assert.EndsWith("Строка 054", letter.Text, StringComparison.Ordinal);
        Assert.Equal(text, (letter.Text + "\n").ReplaceLineEndings("\r\n") + Encoding.UTF8.GetString(end.ToArray()));
        Assert.Contains("The text is longer than 1000 bytes; the rest is kept as an attachment.", letter.Problems);
    }

    [Theory]
    [InlineData("Привет", 7)]
    [InlineData("aПриветaПривет", 18)]
    [InlineData("你好你好你好", 10)]
    [InlineData("😀😀😀", 7)]
    public async Task A_text_of_one_long_line_is_never_cut_within_a_character(string text, int limit)
    {
        byte[] bytes = [.. "Content-Type: text/plain; charset=utf-8\r\n\r\n"u8, .. Encoding.UTF8.GetBytes(text)];
        var letter = await ReadAsync(bytes, new MimeLimits { TextBytes = limit });

        Assert.StartsWith(letter.Text, text, StringComparison.Ordinal);
        Assert.NotEmpty(letter.Text);
        Assert.DoesNotContain('\uFFFD', letter.Text);
    }

    [Fact]
    public async Task A_uuencoded_file_larger_than_the_text_limit_is_still_one_attachment()
    {
        var data = RandomNumberGenerator.GetBytes(45 * 400);
        var letter = new StringBuilder("Subject: uu\r\n\r\nBefore\r\nbegin 644 big.bin\r\n");
        foreach (var line in data.Chunk(45)) letter.Append(Uuencode(line)).Append("\r\n");
        letter.Append("`\r\nend\r\nAfter\r\n");
        var read = await ReadAsync(Encoding.ASCII.GetBytes(letter.ToString()), new MimeLimits { TextBytes = 500 });

        Assert.Equal("Before\nAfter", read.Text);
        var file = Assert.Single(read.Attachments);
        Assert.Equal(("big.bin", Convert.ToHexStringLower(SHA256.HashData(data))), (file.Name, file.Sha256));
        Assert.Empty(read.Problems);
    }

    [Fact]
    public async Task A_header_without_end_does_not_eat_the_memory()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 400_000).Select(i => $"X-Field-{i}: value\r\n")) + "\r\nText");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var letter = await ReadAsync(bytes, MimeLimits.Default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("Text", letter.Text);
        Assert.Equal(MimeLimits.Default.HeaderFields, letter.Headers.Count);
        Assert.Contains(letter.Problems, problem => problem.Contains("header", StringComparison.Ordinal));
        Assert.True(allocated < 32 * 1024 * 1024, $"{allocated} bytes were allocated.");
    }

    [Fact]
    public async Task A_cancelled_reading_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Letter.ReadAsync(new MemoryStream("Subject: x\r\n\r\n"u8.ToArray()), cancellationToken: cancelled.Token));
    }

    private static Task<Letter> ReadAsync(byte[] bytes, MimeLimits limits) => Letter.ReadAsync(new MemoryStream(bytes), limits, Cancel);

    private static string Uuencode(byte[] line)
    {
        var encoded = new StringBuilder().Append((char)(32 + line.Length));
        for (var i = 0; i < line.Length; i += 3)
        {
            var bits = (line[i] << 16) | (line[i + 1] << 8) | line[i + 2];
            for (var shift = 18; shift >= 0; shift -= 6) encoded.Append(((bits >> shift) & 63) is var six and > 0 ? (char)(32 + six) : '`');
        }

        return encoded.ToString();
    }

    private static async Task WriteBigAsync(string file, byte[] content)
    {
        await using var letter = File.Create(file);
        await letter.WriteAsync("Subject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere it is.\r\n--b\r\nContent-Type: application/zip; name=big.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8.ToArray(), Cancel);
        foreach (var piece in content.Chunk(57 * 10_000)) await letter.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(piece, Base64FormattingOptions.InsertLineBreaks) + "\r\n"), Cancel);
        await letter.WriteAsync("--b--\r\n"u8.ToArray(), Cancel);
    }
}
