using Sportello.Testing;

namespace Sportello.App.Tests.Cli;

/// <summary>Two processes started at the same moment, as two machines with the same crontab would.</summary>
public sealed class TwoProcessesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_gets_a_message_twice_and_no_ticket_is_corrected_twice(bool postgres)
    {
        using var slack = new SlackStandIn();
        using var sportello = new Executable();
        await sportello.Write("token.txt", SlackStandIn.Token);
        await sportello.Write("config.ini", $"{Database(postgres)}[slack]\nurl = {slack.Url}\n" + string.Concat(
            new[] { "luca", "sandro", "daniele" }.Select(n => $"[user {n}]\nid = {n}\nslack = {n}\nstat = 1\nРассматривается = 1\n")));
        await sportello.Import(
            """
            {"organizations":[{"name":"Sistemi","category":"com","contacts":["luca","sandro","daniele"]},{"name":"Barilla","category":"cus","contacts":["francesca"]}],
             "projects":[{"name":"barilla sw1","organization":"Barilla"}],
             "tickets":[{"number":1,"project":"barilla sw1","kind":"bug","status":"accepted","subject":"Slow","assignee":"luca","opened":"2013-06-15T09:00:00Z",
               "comments":[{"author":"luca","at":"2013-06-15T10:00:00Z","body":"We look into it."}]}]}
            """);
        string[][] programs = [["leaders", "-p", "day", "--date", "2013-06-16"], ["perfectionist", "--date", "2013-06-16"]];

        var both = await Task.WhenAll(programs.Concat(programs).Select(p => sportello.Run(p)));
        var later = await Task.WhenAll(programs.Select(p => sportello.Run(p)));

        Assert.All(both.Concat(later), ended => Assert.True(ended.Code == 0, ended.Error));
        Assert.Equal(
            ["@daniele", "@daniele", "@luca", "@luca", "@sandro", "@sandro"], slack.Arrived.Select(m => m.Channel).Order(StringComparer.Ordinal));
        Assert.Equal(6, slack.Arrived.Distinct().Count());
        Assert.Equal(2, (await sportello.Run("perfectionist", "fixes")).Output.Split('\n').Length);
    }

    private static string Database(bool postgres)
    {
        if (!postgres)
        {
            return "";
        }

        var (server, name) = (PostgresServer.Shared, $"two_{Guid.NewGuid():N}");
        ServerProcess.Run("createdb", "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "postgres", name);
        return $"[DB]\nprovider = postgresql\naddress = 127.0.0.1\nport = {server.Port}\nuser = postgres\nname = {name}\n";
    }
}
