using Microsoft.AspNetCore.Builder;
using Sportello.App.Web;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Portable;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.TestTrends;
using Sportello.Tickets;

namespace Sportello.App.Tests;

/// <summary>The product served for real on a free loopback port, with the small world of <c>world.json</c> in it.</summary>
public sealed class OpenDoor : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private WebApplication? _app;

    public House House { get; private set; } = null!;

    public string Address => _app!.Urls.First();

    internal WebApplication App => _app!;

    public async ValueTask InitializeAsync()
    {
        var settings = new HouseSettings
        {
            DataFolder = _folder.Path,
            Database = new(DatabaseProvider.Sqlite, _folder["sportello.db"], ""),
            Work = new WorkSettings { TimeZone = TimeZoneInfo.Utc },
            Seal = new DataProtectionSeal(_folder.Path),
            PasswordRounds = 1_000,
        };
        House = await House.Open(settings, new StoppedClock(new DateTime(2013, 6, 30, 9, 0, 0, DateTimeKind.Utc)), default);
        await using (var desk = await House.DeskOfProgram("import", default))
        {
            var report = await new ImportFile(desk).Run(Path.Combine(AppContext.BaseDirectory, "world.json"), dryRun: false, null, default);
            Assert.Equal(0, report.FaultCount);
        }

        await new TestTrendsProgram(House).Run(new Manner(House.Now), default);
        _app = Serving.Build(House, "http://127.0.0.1:0");
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await House.DisposeAsync();
        _folder.Dispose();
    }

    internal Browser NewBrowser() => new(Address);

    internal async Task<string> TokenFor(string user)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        try
        {
            return await new IssueToken(desk).Run(user, "test", null, default);
        }
        catch (Refusal)
        {
            return "sp_of-an-inactive-account";
        }
    }

    /// <summary>A ticket of the first project that a program opens.</summary>
    internal async Task<int> Ticket(string subject, string? assignee = null, string requester = "francesca")
    {
        await using var desk = await House.DeskOfProgram("test", default);
        var number = await new OpenTicket(desk).Run(new("barilla sw1", TicketKind.Bug, subject, "It is so.") { Requester = requester }, default);
        if (assignee is not null)
        {
            await new ChangeTicket(desk).Run(number, new() { SetAssignee = true, Assignee = assignee }, default);
        }

        return number;
    }

    internal async Task<Browser> As(string user)
    {
        var browser = NewBrowser();
        await browser.SignIn(user);
        return browser;
    }

    /// <summary>A clock that stands still, or goes on when it is told to.</summary>
    private sealed class StoppedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);
    }
}
