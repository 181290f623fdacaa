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
using Sportello.Mailroom.Outbox;
using Sportello.Settings;
using Sportello.Tickets;

namespace Sportello.Bench;

/// <summary>
/// The floor: Kestrel with nothing on it, that runs the statements of a page on prepared commands, reads every column,
/// and writes as many bytes as it is asked for out of memory.
/// </summary>
internal sealed class DeskFloor(HouseSettings settings, Dialect dialect, ListStatement list, DeskFloor.Manager manager) : IDisposable
{
    private static readonly byte[] Bytes = new byte[1 << 20];

    private readonly NpgsqlDataSource? _postgres = settings.Database.Provider == DatabaseProvider.PostgreSql
        ? new NpgsqlDataSourceBuilder(settings.Database.ConnectionString + ";Max Auto Prepare=100").Build()
        : null;

    private readonly ConcurrentBag<Lane> _idle = [];

    // As in the product: writers of the embedded database queue here and not at its lock.
    private readonly SemaphoreSlim _writers = new(1, 1);

    /// <summary>What the law says of the manager, as the product asks for it on every request.</summary>
    internal sealed record Manager(long Contact, object Projects, string Rail);

    public static async Task<int> RunAsync(string[] args)
    {
        var (folder, url, postgres) = (args[0], args[1], args.ElementAtOrDefault(2));
        var settings = DeskData.Settings(folder, postgres);
        await using var house = await House.Open(settings, TimeProvider.System, default);
        await using var desk = await DeskOfManager(house);
        var list = await new TicketList(desk).Statement(new TicketFilter { OpenOnly = true }, default) ?? throw new InvalidOperationException("The manager sees nothing.");
        var dialect = house.Database.Dialect;
        var projects = desk.Actor.Explicit.Keys.Order().ToList();
        using var floor = new DeskFloor(settings, dialect, list, new(desk.Actor.ContactId!.Value, dialect.Keys(projects), TicketViews.Statement(Law.Sees(desk.Actor), Sight.Nothing, dialect)));

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/list", http => floor.Answer(http, floor.List));
        app.MapGet("/page/{number:int}", http => floor.Answer(http, lane => floor.Page(lane, int.Parse((string)http.Request.RouteValues["number"]!, CultureInfo.InvariantCulture))));
        app.MapPost("/create", http => floor.Answer(http, floor.Create));
        await app.RunAsync();
        return 0;
    }

    public void Dispose()
    {
        _postgres?.Dispose();
        _writers.Dispose();
    }

    private static async Task<Desk> DeskOfManager(House house)
    {
        await using var asking = await house.DeskOfProgram("bench", default);
        var user = await asking.Sql.First("select id from user_account where username = @name", r => (long?)r.GetInt64(0), default, ("@name", DeskData.Manager));
        return (await house.DeskOfUser(user!.Value, History.Door.Web, default))!;
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

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = settings.Database.File, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma busy_timeout=15000; pragma cache_size=-32000; pragma mmap_size=2147418112; pragma temp_store=memory;";
        await pragmas.ExecuteNonQueryAsync();
        return new Lane(connection);
    }

    private async Task List(Lane lane)
    {
        await Actor(lane);
        await lane.Read(list.Text, [.. list.Parameters.Select(p => (p.Name, p.Value is IReadOnlyCollection<long> keys ? dialect.Keys(keys) : p.Value!))]);
        await Rail(lane);
        await lane.Read($"select name from project where {dialect.Among("id", "@projects")} order by name", ("@projects", manager.Projects));
    }

    private async Task Page(Lane lane, int number)
    {
        await Actor(lane);
        var head = await lane.Read(
            """
            select t.id, t.project_id, t.requester_id, t.subject, t.kind, t.status, t.priority, t.origin, t.opened_at, t.updated_at, t.closed_at, t.version,
                   p.name, o.name, r.name, t.assignee_id, a.name, t.last_public_at, t.merged_into_id
            from ticket t join project p on p.id = t.project_id join organization o on o.id = p.organization_id
            left join contact r on r.id = t.requester_id left join contact a on a.id = t.assignee_id where t.number = @number
            """,
            ("@number", number));
        var (id, project, requester) = (head[0], head[1], head[2]);
        await lane.Read("select w.number, w.name, w.status from ticket_work_item l join work_item w on w.id = l.work_item_id where l.ticket_id = @id order by w.number", ("@id", id));
        await lane.Read("select a.id, a.name, a.media_type, a.size, a.sha256, a.inline, a.content_id, c.id from attachment a join comment c on c.id = a.comment_id where c.ticket_id = @id order by a.id", ("@id", id));
        await lane.Read("select c.id, c.author_name, c.at, c.internal, c.by_staff, c.automatic, c.door, c.body, c.html, c.letter_id, c.folds, l.sender from comment c left join letter l on l.id = c.letter_id where c.ticket_id = @id order by c.at, c.id", ("@id", id));
        await lane.Read("select number from ticket where merged_into_id = @id order by number", ("@id", id));
        await lane.Read($"{OutboxRow.Columns} where m.ticket_id = @id order by r.id", ("@id", id));
        await lane.Read("select at, who, door, what, from_value, to_value, subject_version from history where subject = 1 and subject_id = @id order by id", ("@id", id));
        await lane.Read("select c.id, c.name from ticket_watcher w join contact c on c.id = w.contact_id where w.ticket_id = @id order by 2", ("@id", id));
        await lane.Read(
            $"select number, subject, status from ticket where requester_id = @requester and id <> @id and {dialect.Among("+project_id", "@projects")} order by updated_at desc, id desc limit 5",
            ("@requester", requester),
            ("@id", id),
            ("@projects", manager.Projects));
        await lane.Read(Assignment.CandidatesOf("@id") + " order by 2", ("@id", project));
        await Rail(lane);
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

    private Task<object[]> Rail(Lane lane) => lane.Read(
        manager.Rail, ("@me", manager.Contact), ("@projects", manager.Projects));

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
