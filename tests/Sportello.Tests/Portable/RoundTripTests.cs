using System.Text;
using System.Text.Json.Nodes;
using Sportello.Data;

namespace Sportello.Tests.Portable;

public sealed class RoundTripTests
{
    private static readonly string[] Texts = ["Печать не идёт", "perché no?", "“quoted” \\ \"back\"", "emoji 😀 𝔘", "tab\tand\nline\r\nend", "", "\u0001 \u2028 \uFEFF <b>&amp;</b>", " spaces "];

    public static TheoryData<DatabaseProvider, int> Seeds => new() { { DatabaseProvider.Sqlite, 1 }, { DatabaseProvider.Sqlite, 2 }, { DatabaseProvider.Sqlite, 3 }, { DatabaseProvider.PostgreSql, 4 }, { DatabaseProvider.PostgreSql, 5 } };

    [Theory, MemberData(nameof(Seeds))]
    public async Task A_random_document_comes_out_of_another_database_with_the_same_bytes(DatabaseProvider provider, int seed)
    {
        await using var one = await TestHouse.Open(provider);
        await WorkedExample.Load(one);
        Assert.Empty((await WorkedExample.ImportText(one, RandomWork(new Random(seed)))).Faults);
        var first = await WorkedExample.Export(one);

        await using var other = await TestHouse.Open(provider == DatabaseProvider.Sqlite ? DatabaseProvider.PostgreSql : DatabaseProvider.Sqlite);
        Assert.Empty((await WorkedExample.ImportText(other, first)).Faults);

        Assert.Equal(first, await WorkedExample.Export(other));
        Assert.DoesNotContain("\\ud83d", first, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Attachments_travel_beside_the_file(DatabaseProvider provider)
    {
        await using var one = await TestHouse.Open(provider);
        await WorkedExample.Load(one);
        var bytes = Encoding.UTF8.GetBytes("the margins");
        var (hash, size) = await one.House.Files.Keep(new MemoryStream(bytes), default);
        Assert.Empty((await WorkedExample.ImportText(
            one,
            $$"""
            {"tickets":[{"number":10000,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","comments":[{"author":"luca","at":"2013-06-01T09:00:00Z","body":"see",
             "attachments":[{"name":"margins.txt","media_type":"text/plain","size":{{size}},"sha256":"{{hash}}","inline":true,"content_id":"m@x"}]}]}]}
            """)).Faults);
        var first = await WorkedExample.Export(one);

        await using var other = await TestHouse.Open(provider);
        Assert.Empty((await WorkedExample.Import(other, one.Folder["export.json"])).Faults);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(one.Folder["export.json.files"], hash)));
        Assert.True(other.House.Files.Has(hash));
        Assert.Equal(first, await WorkedExample.Export(other));
    }

    [Fact]
    public async Task All_four_kinds_of_file_hold_the_same()
    {
        await using var one = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(one);
        await WorkedExample.ImportText(one, RandomWork(new Random(9)));
        var document = await WorkedExample.Export(one);
        foreach (var name in new[] { "e.json.gz", "e.ndjson", "e.ndjson.gz" })
        {
            await WorkedExample.Export(one, name);
            await using var other = await TestHouse.Open(DatabaseProvider.Sqlite);
            Assert.Empty((await WorkedExample.Import(other, one.Folder[name])).Faults);
            Assert.Equal(document, await WorkedExample.Export(other));
        }
    }

    private static string RandomWork(Random random)
    {
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        string Text() => Any(Texts);
        string Line() => Any("Printing fails", "Печать", "Perché?", "😀");
        string Person() => Any("luca", "sandro", "vittorino", "francesca", "daniela");
        string? Perhaps(string text) => random.Next(3) == 0 ? null : text;
        string Time() => new DateTime(2013, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(random.NextInt64(15_000_000_000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        JsonArray Comments(bool ofTicket) => [.. Enumerable.Range(0, random.Next(5)).Select(_ =>
        {
            var comment = new JsonObject { ["author"] = Person(), ["at"] = Time(), ["body"] = Text() };
            if (ofTicket)
            {
                comment["internal"] = random.Next(2) == 0;
                comment["html"] = Perhaps("<p>x</p>");
                comment["message_id"] = Perhaps("a@b");
                comment["automatic"] = random.Next(4) == 0;
                comment["by_staff"] = random.Next(2) == 0;
                comment["door"] = Any("mail", "web", "import");
                comment["author_name"] = Perhaps(Line());
            }

            return (JsonNode)comment;
        })];
        return new JsonObject
        {
            ["test_suites"] = new JsonArray(new JsonObject { ["name"] = "printing", ["owner"] = Perhaps("luca") }),
            ["general_permissions"] = new JsonArray(new JsonObject { ["contact"] = Person(), ["role"] = Any("manager", "staff", "customer") }),
            ["users"] = new JsonArray(new JsonObject { ["username"] = "luca", ["language"] = "it", ["timezone"] = "Europe/Rome", ["theme"] = "dark", ["superuser"] = true }),
            ["organizations"] = new JsonArray(new JsonObject
            {
                ["name"] = "Voiello",
                ["contacts"] = new JsonArray(
                    new JsonObject { ["name"] = "paolo", ["id"] = random.Next(100, 999), ["emails"] = new JsonArray("b@v.example", "a@v.example"), ["slack"] = Perhaps("p"), ["new_obr"] = random.Next(4) },
                    new JsonObject { ["name"] = "paolo rossi", ["imap"] = "INBOX.Паоло", ["stat"] = true, ["active"] = random.Next(2) == 0 }),
            }),
            ["work_items"] = new JsonArray([.. Enumerable.Range(1, 5).Select(n => (JsonNode)new JsonObject
            {
                ["number"] = n, ["project"] = Any("barilla sw1", "voiello sw"), ["name"] = Line(), ["work_type"] = Any("bug-fix", "enhancement", "other"),
                ["status"] = Any("done", "in-progress", "handed-to-reference-testing"), ["developer"] = Perhaps(Person()), ["start"] = Perhaps("2013-02-03"),
                ["finished"] = Any("2013-02-04", "2013-02-04T10:00:00.5Z", null), ["tested"] = Perhaps("2013-02-03T10:00:00Z"), ["suite"] = Perhaps("printing"), ["comments"] = Comments(false),
            })]),
            ["projects"] = new JsonArray(new JsonObject
            {
                ["name"] = "barilla sw1",
                ["fields"] = new JsonArray(
                    new JsonObject { ["name"] = "Серийный № \"1\"", ["kind"] = "text", ["for_customers"] = true, ["required"] = random.Next(2) == 0, ["position"] = 7 },
                    new JsonObject { ["name"] = "Colour", ["kind"] = "choice", ["choices"] = new JsonArray("red", "grey 😀"), ["active"] = random.Next(2) == 0 },
                    new JsonObject { ["name"] = "Copies", ["kind"] = "number" }),
            }),
            ["tickets"] = new JsonArray([.. Enumerable.Range(10000, 20).Select(n => (JsonNode)new JsonObject
            {
                ["number"] = n, ["project"] = Any("barilla sw2", "de cecco sw"), ["kind"] = Any("bug", "consultation", "enhancement"),
                ["status"] = Any("new", "accepted", "under-review", "tasks-issued", "returned", "closed"), ["priority"] = Any("low", "normal", "high", "urgent"), ["subject"] = Line(),
                ["requester"] = Perhaps(Person()), ["assignee"] = Perhaps(Person()), ["opened"] = Time(), ["updated"] = Perhaps(Time()), ["origin"] = Any("web", "mail", "import"),
                ["watchers"] = new JsonArray(Person()), ["comments"] = Comments(true), ["work_items"] = new JsonArray(random.Next(1, 6)),
            }).Concat(Enumerable.Range(11000, 6).Select(n => (JsonNode)new JsonObject
            {
                ["number"] = n, ["project"] = "barilla sw1", ["subject"] = Line(), ["opened"] = Time(),
                ["fields"] = new JsonObject { ["copies"] = Any("3,5", "-1", "12"), ["Colour"] = Any("red", "grey 😀"), ["Серийный № \"1\""] = Any("A", "😀 <b>") },
            }))]),
        }.ToJsonString();
    }
}
