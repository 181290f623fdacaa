using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.Tickets;

namespace Sportello.Bench;

/// <summary>
/// The floor: Kestrel with nothing on it, that runs the statements of a page on prepared commands, reads every column,
/// and writes as many bytes as it is asked for out of memory. What a page asks is heard once from the product itself, so that none is
/// missing and none too many.
/// </summary>
internal sealed class DeskFloor(House house, DeskFloor.Manager manager) : IDisposable
{
    private static readonly byte[] Bytes = new byte[1 << 20];

    private readonly NpgsqlDataSource? _postgres = house.Settings.Database.Provider == DatabaseProvider.PostgreSql
        ? new NpgsqlDataSourceBuilder(house.Settings.Database.ConnectionString + ";Max Auto Prepare=100").Build()
        : null;

    private readonly ConcurrentDictionary<int, List<Statement>> _heard = [];
    private readonly SemaphoreSlim _listening = new(1, 1);

    private readonly ConcurrentBag<Lane> _idle = [];

    // As in the product: writers of the embedded database queue here and not at its lock.
    private readonly SemaphoreSlim _writers = new(1, 1);

    internal sealed record Manager(long User, long Contact);

    private sealed record Statement(string Text, (string Name, object Value)[] Parameters);

    public static async Task<int> RunAsync(string[] args)
    {
        var (folder, url, postgres) = (args[0], args[1], args.ElementAtOrDefault(2));
        await using var house = await House.Open(DeskData.Settings(folder, postgres), TimeProvider.System, default);
        using var floor = new DeskFloor(house, await Find(house));

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/list", http => floor.Answer(http, lane => floor.Again(lane, 0, List)));
        app.MapGet("/page/{number:int}", http =>
        {
            var number = int.Parse((string)http.Request.RouteValues["number"]!, CultureInfo.InvariantCulture);
            return floor.Answer(http, lane => floor.Again(lane, number, desk => Page(desk, number)));
        });
        app.MapPost("/create", http => floor.Answer(http, floor.Create));
        await app.RunAsync();
        return 0;
    }

    public void Dispose()
    {
        _postgres?.Dispose();
        _writers.Dispose();
        _listening.Dispose();
    }

    private static async Task<Manager> Find(House house)
    {
        await using var desk = await house.DeskOfProgram("bench", default);
        return (await desk.Sql.First("select u.id, c.id from user_account u join contact c on c.user_id = u.id where u.username = @name", r => new Manager(r.GetInt64(0), r.GetInt64(1)), default, ("@name", DeskData.Manager)))!;
    }

    private static async Task List(Desk desk)
    {
        await new TicketList(desk).Run(new TicketFilter { OpenOnly = true }, default);
        await new ProjectList(desk).Names(default);
    }

    private static Task Page(Desk desk, int number) => new TicketPage(desk).Run(number, default);

    private async Task Again(Lane lane, int page, Func<Desk, Task> show)
    {
        if (!_heard.TryGetValue(page, out var statements))
        {
            _heard[page] = statements = await Hear(show);
        }

        foreach (var statement in statements)
        {
            await lane.Read(statement.Text, statement.Parameters);
        }
    }

    /// <summary>What the product asks for a page of the manager, with what stands around it; not the first time, when it asks for what it then keeps.</summary>
    private async Task<List<Statement>> Hear(Func<Desk, Task> show)
    {
        var dialect = house.Database.Dialect;
        await _listening.WaitAsync();
        try
        {
            var heard = new List<Statement>();
            for (var turn = 0; turn < 2; turn++)
            {
                heard.Clear();
                dialect.Heard = (text, parameters) => heard.Add(new(text, [.. parameters.Select(p => (p.Name, Sql.Stored(dialect, p.Value)))]));
                await using var desk = (await house.DeskOfUser(manager.User, History.Door.Web, default))!;
                await show(desk);
                await new TicketViews(desk).Run(default);
            }

            return heard;
        }
        finally
        {
            dialect.Heard = null;
            _listening.Release();
        }
    }

    private async Task Answer(HttpContext http, Func<Lane, Task> work)
    {
        if (!_idle.TryTake(out var lane))
        {
            lane = await NewLane();
        }

        await work(lane);
        _idle.Add(lane);
        var count = int.Parse(http.Request.Query["bytes"]!, CultureInfo.InvariantCulture);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = count;
        await http.Response.Body.WriteAsync(Bytes.AsMemory(0, count));
    }

    private async Task<Lane> NewLane()
    {
        if (_postgres is not null)
        {
            return new Lane(await _postgres.OpenConnectionAsync());
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = house.Settings.Database.File, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma busy_timeout=15000; pragma cache_size=-32000; pragma mmap_size=2147418112; pragma temp_store=memory;";
        await pragmas.ExecuteNonQueryAsync();
        return new Lane(connection);
    }

    private async Task Create(Lane lane)
    {
        await Actor(lane);
        if (_postgres is null)
        {
            await _writers.WaitAsync();
        }

        try
        {
            await using var transaction = await lane.Begin();
            await Insert(lane);
            await transaction.CommitAsync();
        }
        finally
        {
            if (_postgres is null)
            {
                _writers.Release();
            }
        }
    }

    private async Task Insert(Lane lane)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var project = (await lane.Read("select id from project where name = @name", ("@name", DeskData.Project)))[0];
        var number = (int)(long)(await lane.Read("update counter set value = value + 1 where name = 'ticket' returning value"))[0];
        var ticket = (await lane.Read(
            """
            insert into ticket (number, project_id, kind, status, open, priority, subject, requester_id, origin, opened_at, updated_at, comment_count,
              last_comment_at, last_comment_by_id, last_comment_by_staff, last_public_at, last_public_by_staff, staff_commented, version)
            values (@number, @project, 3, 1, true, 2, @subject, @contact, 3, @now, @now, 1, @now, @contact, true, @now, true, true, 1) returning id
            """,
            ("@number", number),
            ("@project", project),
            ("@subject", "Printing of orders loses a line"),
            ("@contact", manager.Contact),
            ("@now", now)))[0];
        await lane.Read(
            "insert into comment (ticket_id, author_id, author_name, at, internal, by_staff, automatic, door, body) values (@ticket, @contact, 'sandro', @now, false, true, false, 2, @body) returning id",
            ("@ticket", ticket),
            ("@contact", manager.Contact),
            ("@now", now),
            ("@body", DeskLoad.Body));
        foreach (var what in new[] { "opened", "reply" })
        {
            await lane.Read(
                "insert into history (subject, subject_id, subject_version, at, contact_id, who, door, what) values (1, @ticket, 1, @now, @contact, 'sandro', 2, @what) returning id",
                ("@ticket", ticket),
                ("@now", now),
                ("@contact", manager.Contact),
                ("@what", what));
        }

        await lane.Read(
            "insert into ticket_count (project_id, assignee_id, status, n) values (@project, 0, 1, 1) on conflict (project_id, assignee_id, status) do update set n = ticket_count.n + 1 returning n",
            ("@project", project));
    }

    private static Task<object[]> Actor(Lane lane) => lane.Read("select value from counter where name = 'access'");

    /// <summary>A connection with its prepared commands.</summary>
    private sealed class Lane(DbConnection connection)
    {
        private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);
        private DbTransaction? _transaction;

        public async Task<DbTransaction> Begin() => _transaction = await connection.BeginTransactionAsync();

        /// <summary>Runs a statement, reads all that it gives, and keeps the first row.</summary>
        public async Task<object[]> Read(string text, params (string Name, object Value)[] parameters)
        {
            if (!_prepared.TryGetValue(text, out var command))
            {
                _prepared[text] = command = connection.CreateCommand();
                command.CommandText = text;
                foreach (var (name, _) in parameters)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = name;
                    command.Parameters.Add(parameter);
                }
            }

            command.Transaction = _transaction?.Connection is null ? null : _transaction;
            for (var i = 0; i < parameters.Length; i++)
            {
                command.Parameters[i].Value = parameters[i].Value;
            }

            await using var reader = await command.ExecuteReaderAsync();
            object[]? first = null;
            var row = new object[reader.FieldCount];
            while (await reader.ReadAsync())
            {
                reader.GetValues(row);
                first ??= [.. row];
            }

            return first ?? [];
        }
    }
}
