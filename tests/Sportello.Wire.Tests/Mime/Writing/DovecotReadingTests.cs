using System.Text;
using FsCheck.Fluent;
using Sportello.Testing;
using Sportello.Wire.Imap;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Mime.Writing;

/// <summary>Dovecot parses what we wrote and tells by ENVELOPE and BODYSTRUCTURE what it saw.</summary>
public sealed class DovecotReadingTests
{
    [Fact]
    public async Task Dovecot_sees_in_a_hundred_letters_the_envelope_and_the_parts_that_were_written()
    {
        using var server = Dovecot.Start("", "luca");
        var letters = Gen.Sample(AnyLetter.Letter, 100).ToList();
        await using var connection = await WireConnection.ConnectAsync(new WireEndpoint("localhost", server.Port, ConnectionSecurity.None));
        var client = await ImapClient.GreetAsync(connection);
        await client.SignInAsync(SaslCredentials.Password("luca", Dovecot.Password));
        foreach (var letter in letters)
        {
            var bytes = await letter.BytesAsync();
            await client.AppendAsync("INBOX", new MemoryStream(bytes), bytes.Length);
        }

        await client.SelectAsync("INBOX");
        var seen = await FetchAsync(connection, letters.Count);

        for (var i = 0; i < letters.Count; i++)
            Same(letters[i], Parenthesized.Parse(seen[i]));
    }

    private static void Same(OutgoingLetter letter, Parenthesized seen)
    {
        var envelope = seen["ENVELOPE"];
        Assert.Equal(WithoutMarks(DisplayText.Clean(letter.Subject)), WithoutMarks(EncodedWords.Decode(envelope[1].Text ?? "")));
        Assert.Equal([Pair(letter.From)], envelope[2].Items.Select(Address));
        Assert.Equal(letter.To.Select(Pair), envelope[5].Items.Select(Address));
        Assert.Equal(letter.Cc.Select(Pair), envelope[6].Items.Select(Address));
        Assert.Equal(letter.InReplyTo, envelope[8].Text);
        Assert.Equal(letter.MessageId, envelope[9].Text);
        var leaves = Leaves(seen["BODYSTRUCTURE"]).ToList();
        var texts = (letter.Text is null ? 0 : 1) + (letter.Html is null ? 0 : 1);
        Assert.Equal(texts + letter.Files.Count, leaves.Count);
        Assert.Equal(
            letter.Files.Select(file => file.MediaType.Split(';')[0]).Order(StringComparer.Ordinal),
            leaves.Skip(texts).Concat(leaves.Take(texts)).Where(leaf => leaf.Items.Count > 8 && leaf[^3].Items.Count > 0).Select(Type).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Parenthesized> Leaves(Parenthesized body) => body[0].IsList ? body.Items.Where(part => part.IsList && part.Items.Count > 6).SelectMany(Leaves) : [body];

    private static string Type(Parenthesized leaf) => $"{leaf[0].Text}/{leaf[1].Text}";

    private static (string, string) Pair(Mailbox mailbox) => (WithoutMarks(mailbox.Name ?? ""), mailbox.Address);

    private static (string, string) Address(Parenthesized address)
    {
        var local = address[2].Text!;
        return (WithoutMarks(EncodedWords.Decode(address[0].Text ?? "")), $"{(local.Contains(' ', StringComparison.Ordinal) ? $"\"{local}\"" : local)}@{address[3].Text}");
    }

    // Decoding the words is not Dovecot's part but ours, and our decoder drops byte order marks.
    private static string WithoutMarks(string text) => text.Replace("\uFEFF", "", StringComparison.Ordinal).Trim();

    private static async Task<List<string>> FetchAsync(WireConnection connection, int count)
    {
        await connection.WriteLineAsync("x FETCH 1:* (ENVELOPE BODYSTRUCTURE)");
        await connection.FlushAsync();
        var seen = new List<string>();
        while (seen.Count < count)
        {
            var item = new StringBuilder();
            string line;
            do
            {
                line = Encoding.UTF8.GetString((await connection.ReadLineAsync()).Span);
                item.Append(line).Append("\r\n");
            }
            while (line.EndsWith('}'));
            seen.Add(item.ToString());
        }

        return seen;
    }
}
