using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Wire.Mime;
using Xunit;

namespace Sportello.Wire.Tests.Mime;

/// <summary>Our own letters (letters.py wrote them and what is to be read in them).</summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names() =>
        [.. Directory.EnumerateFiles(Repository.Letters, "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_at_least_a_hundred_and_fifty_letters() => Assert.True(Names().Count >= 150);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_letter_is_read_as_it_was_meant(string name)
    {
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Letters, name + ".expected.json")))!.AsObject();
        await using var source = File.OpenRead(Path.Combine(Repository.Letters, name + ".eml"));
        var letter = await Letter.ReadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        var actual = ToJson(letter);
        foreach (var (property, value) in expected)
        {
            Assert.Equal(value?.ToJsonString(Readable) ?? "null", actual[property]?.ToJsonString(Readable) ?? "null");
        }
    }

    /// <summary>The shape of <c>mail show --json</c>, and what a letter tells beyond that.</summary>
    private static JsonObject ToJson(Letter letter) => new()
    {
        ["message_id"] = letter.MessageId,
        ["date"] = letter.Date?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["from"] = letter.From is null ? null : ToJson(letter.From),
        ["to"] = ToJson(letter.To),
        ["cc"] = ToJson(letter.Cc),
        ["subject"] = letter.Subject,
        ["text"] = letter.Text,
        ["html"] = letter.Html is not null,
        ["attachments"] = new JsonArray([.. letter.Attachments.Select(ToJson)]),
        ["problems"] = Strings(letter.Problems),
        ["reply_to"] = ToJson(letter.ReplyTo),
        ["in_reply_to"] = Strings(letter.InReplyTo),
        ["references"] = Strings(letter.References),
        ["report"] = letter.DeliveryReport is null ? null : ToJson(letter.DeliveryReport),
    };

    private static JsonObject ToJson(MailAddress address) => new() { ["name"] = address.Name, ["address"] = address.Address };

    private static JsonArray ToJson(IEnumerable<MailAddress> addresses) => new([.. addresses.Select(ToJson)]);

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static JsonObject ToJson(LetterAttachment attachment) => new()
    {
        ["name"] = attachment.Name,
        ["media_type"] = attachment.MediaType,
        ["size"] = attachment.Size,
        ["sha256"] = attachment.Sha256,
        ["inline"] = attachment.Inline,
    };

    private static JsonObject ToJson(DeliveryReport report) => new()
    {
        ["reporting_mta"] = report.ReportingMta,
        ["recipients"] = new JsonArray([.. report.Recipients.Select(recipient => new JsonObject
        {
            ["final_recipient"] = recipient.FinalRecipient,
            ["original_recipient"] = recipient.OriginalRecipient,
            ["action"] = recipient.Action,
            ["status"] = recipient.Status,
            ["diagnostic"] = recipient.Diagnostic,
        })]),
        ["original_message_id"] = report.OriginalMessageId,
    };
}
