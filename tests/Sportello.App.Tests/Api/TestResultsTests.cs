using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sportello.App.Tests.Api;

/// <summary>Results of a test run, posted from where the tests ran: of a suite that work items know, and of one that they do not.</summary>
public sealed class TestResultsTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string JUnit = """<testsuites><testsuite name="printing" timestamp="2013-06-16T08:00:00" time="1.5"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite></testsuites>""";
    private const string Trx = """<TestRun name="nightly"><Results><UnitTestResult testId="1" outcome="NotExecuted"/></Results><TestDefinitions><UnitTest id="1" storage="c:\x\mail.dll"/></TestDefinitions></TestRun>""";

    [Fact]
    public async Task Both_forms_are_taken_whatever_their_content_type_and_a_second_time_changes_nothing()
    {
        var (code, first) = await Post(JUnit, "application/xml");
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("nightly.xml printing 2 1 0 1.5 True True", Told(first));

        (code, var again) = await Post(JUnit, "application/octet-stream");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("nightly.xml printing 2 1 0 1.5 True False", Told(again));

        (code, var trx) = await Post(Trx, "text/xml");
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("nightly.xml mail 1 0 1 0 False True", Told(trx));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html/>", "nightly.xml: the root element is <html>")]
    [InlineData("<testsuites>", "not well-formed")]
    public async Task What_is_no_report_is_said_in_words_and_names_the_field(string body, string expected)
    {
        var (code, answer) = await Post(body, "application/xml");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Contains(expected, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(answer.GetProperty("errors").TryGetProperty("file", out _));
    }

    private async Task<(HttpStatusCode Code, JsonElement Answer)> Post(string body, string type)
    {
        using var http = new HttpClient { BaseAddress = new Uri(door.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await door.TokenFor("luca"));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        var answer = await http.PostAsync("/api/v1/test-results?name=nightly.xml", content);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private static string Told(JsonElement answer) => string.Join(' ', answer.GetProperty("items").EnumerateArray().Single().EnumerateObject().Select(m => m.Value.ToString()));
}
