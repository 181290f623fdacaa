using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Tests.Mime.Writing;

public sealed class LineTests
{
    private static readonly string[] Expected =
    [
        "Date", "From", "Sender", "Reply-To", "To", "Cc", "Message-ID", "In-Reply-To", "References", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
    ];

    [Fact]
    public void Whatever_is_written_the_lines_are_short_and_clean() => Prop.ForAll(AnyLetter.Letter.ToArbitrary(), letter =>
    {
        var raw = Raw(letter);
        Assert.EndsWith("\r\n", raw, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', raw.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', raw.Replace("\r\n", "", StringComparison.Ordinal));
        foreach (var line in raw.Split("\r\n"))
        {
            Assert.True(line.Length <= 78, line);
            Assert.True(Ascii.IsValid(line), line);
            Assert.False(line.StartsWith('.') || line.StartsWith("From ", StringComparison.Ordinal) || line.EndsWith(' '), line);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Nothing_given_as_a_value_becomes_a_header() => Prop.ForAll(AnyLetter.Letter.ToArbitrary(), letter =>
    {
        var head = Raw(letter).Split("\r\n\r\n")[0];
        var names = head.Split("\r\n").Where(line => line[0] != ' ').Select(line => line.Split(':')[0]).ToList();
        Assert.All(names, name => Assert.Contains(name, Expected));
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Encoded_words_are_at_most_75_long_and_hold_whole_characters() => Prop.ForAll(AnyLetter.Words.ToArbitrary(), Gen.Choose(-5, 80).ToArbitrary(), (text, room) =>
    {
        var words = EncodedWordWriter.Encode(text, room);
        Assert.All(words, word => Assert.InRange(word.Length, 12, 75));
        Assert.Equal(text, string.Concat(words.Select(DecodeAlone)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_first_encoded_word_fits_the_room_it_is_given()
    {
        var words = EncodedWordWriter.Encode(new string('ж', 100), 40);

        Assert.InRange(words[0].Length, 12, 40);
        Assert.InRange(words[1].Length, 60, 75);
    }

    [Fact]
    public async Task Dots_and_from_lines_and_blanks_at_the_end_are_quoted()
    {
        var raw = await Letter(".\r\nFrom me\r\nblank \r\n-- \r\n").RawAsync();

        Assert.Contains("\r\n\r\n=2E\r\n=46rom me\r\nblank=20\r\n--=20\r\n", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Short_plain_text_goes_as_it_is_and_cyrillic_as_base64()
    {
        Assert.Contains("Content-Transfer-Encoding: 7bit\r\n\r\nhello\r\n", await Letter("hello").RawAsync(), StringComparison.Ordinal);
        Assert.Contains("Content-Transfer-Encoding: quoted-printable\r\n\r\nperch=C3=A9 non funziona\r\n", await Letter("perché non funziona\n").RawAsync(), StringComparison.Ordinal);
        Assert.Contains("Content-Transfer-Encoding: base64\r\n\r\n0L/RgNC40LLQtdGCDQo=\r\n", await Letter("привет").RawAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_line_of_text_is_cut_by_soft_breaks()
    {
        var raw = await Letter(new string('x', 300)).RawAsync();

        Assert.Contains($"{new string('x', 75)}=\r\n", raw, StringComparison.Ordinal);
    }

    private static OutgoingLetter Letter(string text) => Letters.Plain(text);

    private static string Raw(OutgoingLetter letter) => letter.RawAsync().GetAwaiter().GetResult();

    private static string DecodeAlone(string word)
    {
        var content = word[10..^2];
        return word[8] == 'B'
            ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(content))
            : Uri.UnescapeDataString(content.Replace('_', ' ').Replace('=', '%'));
    }
}
