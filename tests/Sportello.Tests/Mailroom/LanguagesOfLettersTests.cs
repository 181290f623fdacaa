using Sportello.Data;
using Sportello.Mailroom.Spool;
using Sportello.Words;

namespace Sportello.Tests.Mailroom;

/// <summary>Why a letter waits, and by which steps, each reader reads in their own language; what was written down before is read as it was.</summary>
public sealed class LanguagesOfLettersTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_reason_is_told_in_the_language_of_whoever_reads_it(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.Put("Subject: Offer\r\nMessage-ID: <1@else.example>\r\n\r\nBuy.\r\n", from: "elena@else.example");
        await box.Put("Subject: Report\r\nMessage-ID: <2@else.example>\r\nAuto-Submitted: auto-generated\r\n\r\nBuy.\r\n", from: "elena@else.example");
        await box.Run();

        Assert.Equal(["не от человека: в поле Auto-Submitted стоит auto-generated", "неизвестный отправитель elena@else.example"], await Reasons(box, "ru"));
        Assert.Equal(["non viene da una persona: il campo Auto-Submitted dice auto-generated", "mittente sconosciuto elena@else.example"], await Reasons(box, "it"));
        Assert.Equal(["not from a person: Auto-Submitted says auto-generated", "unknown sender elena@else.example"], await Reasons(box, "en"));
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        var letter = (await new LetterFiles(desk) { Language = Language.In("ru") }.Waiting(1, default))[0];
        Assert.Equal("автоматическое: в поле Auto-Submitted стоит auto-generated", letter.Trace.Single(t => t.Step is "classify").Said);
    }

    [Fact]
    public async Task What_an_older_release_wrote_down_as_a_sentence_stays_that_sentence()
    {
        await using var box = await Box.Open();
        await box.Put("Subject: Offer\r\nMessage-ID: <1@else.example>\r\n\r\nBuy.\r\n", from: "elena@else.example");
        await box.Run();
        await using (var desk = await box.World.House.DeskOfProgram("test", default))
        {
            await desk.Begin(default);
            await desk.Sql.Run("update letter set reason = @reason, trace = @trace", default, ("@reason", "{n} unknown \"sender\""), ("@trace", """[{"step":"parse","said":"{\"say\": nothing"}]"""));
            await desk.Save(default);
        }

        Assert.Equal(["{n} unknown \"sender\""], await Reasons(box, "ru"));
        await using var reading = await box.World.House.DeskOfProgram("test", default);
        Assert.Equal(new TraceLine("parse", "{\"say\": nothing"), Assert.Single((await new LetterFiles(reading).Waiting(1, default))[0].Trace));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("{\"say\":\"hold.no-sender\",\"with\":{}}")]
    [InlineData("{\"say\": 5}")]
    public void Somebody_elses_words_come_back_as_they_were_also_where_they_look_like_ours(string text) =>
        Assert.Equal(text, Said.ReadOne(Said.Plain(text).Kept).In(Language.In("ru")));

    [Fact]
    public void Numbers_lists_and_sentences_within_sentences_come_back_in_the_language_asked_for()
    {
        var many = Said.Of("letter-goes.many", ("organization", "barilla"), ("n", 3), ("projects", new List<string> { "sw1", "sw2" }));
        var whole = Said.ReadOne(Said.Of("letter-goes.no-default", ("many", many)).Kept);
        Assert.Equal("у организации barilla 3 действующих проекта (sw1, sw2), а [work] defaultProject не задан", whole.In(Language.In("ru")));
        Assert.Equal("barilla has 3 active projects (sw1, sw2), and [work] defaultProject is not set", whole.ToString());
    }

    private static async Task<List<string?>> Reasons(Box box, string language)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        return [.. (await new LetterFiles(desk) { Language = Language.In(language) }.Waiting(10, default)).Select(l => l.Reason)];
    }
}
