using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Tests.Jobs;
using Sportello.Words;

namespace Sportello.Tests;

/// <summary>Sentences that are kept before they are said.</summary>
public sealed class SaidTests
{
    private static readonly Said Summary = Said.Of("run.leaders", ("from", new DateOnly(2013, 6, 10)), ("to", new DateOnly(2013, 6, 16)), ("tickets", 5), ("people", 21L), ("n", 1));

    [Fact]
    public void What_is_kept_is_read_back_and_said_in_the_reader_s_language()
    {
        Said[] kept = [Summary, Said.Of("post.slack.says", ("what", Said.Of("post.slack.nobody", ("addressee", "@luca \"{x}\""))), ("code", "users_not_found")), Said.Of("refusal.fix.undone", ("id", 3L), ("at", new DateTime(2013, 6, 16, 9, 5, 0, DateTimeKind.Utc)))];

        var read = Said.Read(Said.Write(kept));

        Assert.Equal(kept.Select(k => k.ToString()), read.Select(k => k.ToString()));
        Assert.Equal("10 June – 16 June: 5 tickets, 21 people on the board, 1 message.", read[0].ToString());
        Assert.Equal("10 июня – 16 июня: 5 обращений, в таблице 21 человек, 1 сообщение.", read[0].In(Language.In("ru")));
        Assert.Equal("10 giugno – 16 giugno: 5 ticket, 21 persone in classifica, 1 messaggio.", read[0].In(Language.In("it")));
        Assert.Equal("Slack non conosce nessuno di nome @luca \"{x}\"; va controllato il nome, o indicato l'id utente o l'indirizzo e-mail. (Slack dice users_not_found.)", read[1].In(Language.In("it")));
    }

    [Theory]
    [InlineData("2013-06-10 to 2013-06-16: 5 tickets, 1 people, 1 messages.")]
    [InlineData("[imap] does not answer.")]
    [InlineData("{\"what\":1}")]
    [InlineData("[1, 2]")]
    [InlineData("[{\"say\":1}]")]
    [InlineData("\"")]
    public void What_an_earlier_version_wrote_stays_as_it_was(string old) => Assert.Equal(old, Assert.Single(Said.Read(old)).In(Language.In("ru")));

    [Fact]
    public void Nothing_kept_is_nothing_said() => Assert.Empty(Said.Read(""));

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_run_is_kept_so_that_everybody_reads_it_in_their_language(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider, change: s => s with { Work = s.Work with { Language = "it" } });
        await town.Worker("luca", c => (c.Stat, c.Slack) = (true, "luca"));

        var ended = await new LeadersProgram(town.House).Run(Period.Day, Manner.Of(town.House, "2013-06-16", dryRun: false), default);

        Assert.Equal("Slack non è configurato: il suo token va messo in token.txt o in SPORTELLO__SLACK__TOKEN.", ended.Notes[0]);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var run = (await new JobList(desk).Of("leaders-day", 1, default))[0];
        Assert.StartsWith("15 июня – 15 июня: 0 обращений, в таблице 1 человек, 1 сообщение. Slack не настроен", Said.In(Language.In("ru"), run.Summary), StringComparison.Ordinal);
    }
}
