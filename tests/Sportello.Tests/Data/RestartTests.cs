using Npgsql;
using Sportello.Data;
using Sportello.Settings;

namespace Sportello.Tests.Data;

/// <summary>PostgreSQL is restarted under a server that runs: its kept connections are dead, and do not know it.</summary>
public sealed class RestartTests
{
    private const int Kept = 5;

    [Fact]
    public async Task Of_many_dead_connections_one_is_noticed_and_the_others_are_never_used()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.PostgreSql);
        await Fill(test.House);
        await Kill(test.House.Settings.Database);
        var failed = 0;
        for (var i = 0; i < Kept; i++)
        {
            failed += await Record.ExceptionAsync(() => Ask(test.House)) is null ? 0 : 1;
        }

        Assert.InRange(failed, 0, 1);
    }

    [Fact]
    public async Task Whoever_comes_after_a_quiet_while_notices_nothing()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.PostgreSql);
        await Fill(test.House);
        await Kill(test.House.Settings.Database);
        await Task.Delay(2500);
        for (var i = 0; i < Kept; i++)
        {
            await Ask(test.House);
        }
    }

    private static async Task Fill(House house)
    {
        var desks = await Task.WhenAll(Enumerable.Range(0, Kept).Select(_ => house.DeskOfProgram("test", default)));
        foreach (var desk in desks)
        {
            await desk.DisposeAsync();
        }
    }

    private static async Task Ask(House house)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        Assert.Equal(1, await desk.Sql.First("select 1", r => r.GetInt32(0), default));
    }

    private static async Task Kill(DatabaseAddress database)
    {
        var own = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(own.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await other.OpenAsync();
        await using var command = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = @name", other);
        command.Parameters.AddWithValue("name", own.Database!);
        Assert.NotEqual(0L, await command.ExecuteScalarAsync());
    }
}
