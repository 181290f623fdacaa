using System.Globalization;
using FsCheck.Fluent;
using Sportello.Testing;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Tests.Mime.Writing;

public sealed class ReadingBackTests
{
    [Fact]
    public async Task Python_reads_in_three_hundred_letters_what_was_written()
    {
        using var folder = new TempFolder();
        var letters = Gen.Sample(AnyLetter.Letter, 300).ToList();
        for (var i = 0; i < letters.Count; i++)
            await File.WriteAllBytesAsync(folder[i.ToString("0000", CultureInfo.InvariantCulture)], await letters[i].BytesAsync());

        var read = await PythonOracle.ReadAsync(folder.Path);

        Assert.Equal(letters.Count, read.Count);
        for (var i = 0; i < letters.Count; i++)
            await SameAsync(letters[i], read[i]);
    }

    private static async Task SameAsync(OutgoingLetter written, ReadLetter read)
    {
        var raw = await written.RawAsync();
        Assert.Empty(read.Defects);
        Same(DisplayText.Clean(written.Subject).Trim(' '), read.Subject, raw);
        Same([written.From], read.From, raw);
        Same(written.To, read.To, raw);
        Same(written.Cc, read.Cc, raw);
        Same("<letter.1@sportello.example>", read.MessageId, raw);
        Same(written.InReplyTo ?? "", read.InReplyTo, raw);
        Assert.Equal(written.References, read.References);
        Assert.DoesNotContain("Bcc", read.HeaderNames);
        Same(Lines(written.Text), Lines(read.Text), raw);
        Same(Lines(written.Html), Lines(read.Html), raw);
        var files = await Task.WhenAll(written.Files.Select(DescribeAsync));
        Same(string.Join('\n', files.Order(StringComparer.Ordinal)), string.Join('\n', read.Files.Select(Describe).Order(StringComparer.Ordinal)), raw);
    }

    private static void Same(IReadOnlyList<Mailbox> written, string[][] read, string raw)
    {
        Same(string.Join('\n', written.Select(mailbox => mailbox.Address)), string.Join('\n', read.Select(pair => pair[1])), raw);
        Assert.Equal(written.Count, read.Length);
        for (var i = 0; i < read.Length; i++)
            Same(written[i].Name ?? "", read[i][0], raw);
    }

    private static void Same(string written, string read, string raw) =>
        Assert.True(string.Equals(written, read, StringComparison.Ordinal), $"Written: «{written}»\nRead:    «{read}»\n{raw}");

    private static string Describe(ReadFile file) => $"{file.Type}|{file.Name}|{file.ContentId?.Trim('<', '>')}|{file.Content}";

    private static async Task<string> DescribeAsync(OutgoingFile file)
    {
        using var content = new MemoryStream();
        await using var source = await file.OpenAsync(CancellationToken.None);
        await source.CopyToAsync(content);
        var name = file.Name.Length == 0 ? null : file.Name;
        return $"{file.MediaType.Split(';')[0]}|{name}|{file.ContentId}|{Convert.ToBase64String(content.ToArray())}";
    }

    // A line's end is CRLF on the wire whatever it was, and the whole body ends with one.
    private static string Lines(string? text) => text is null
        ? "(none)"
        : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n');
}
