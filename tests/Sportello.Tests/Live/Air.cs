using Sportello.Live;
using Sportello.Tests.Access;

namespace Sportello.Tests.Live;

/// <summary>A server that tells its open pages, without the server.</summary>
internal sealed class Air : IAsyncDisposable
{
    private readonly House _house;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _telling;

    public Air(House house)
    {
        _house = house;
        _telling = Task.Run(() => new KeepTelling(house).Run(_stop.Token));
    }

    /// <summary>A page that listens; it is there when this comes back.</summary>
    public async Task<OpenPage> Page(Town town, string who, LivePage? page = null)
    {
        var user = long.Parse((await town.Rows($"select id from user_account where username = '{who}'"))[0], System.Globalization.CultureInfo.InvariantCulture);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var since = await desk.Sql.First("select max(id) from history", r => r.GetInt64(0), default);
        var open = new OpenPage(_house, user, page is { Since: not null } ? page : (page ?? new()) with { Since = since });
        await open.Listens.WaitAsync(TimeSpan.FromSeconds(30));
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}

internal sealed class OpenPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _heard = [];

    public OpenPage(House house, long user, LivePage page)
    {
        Ended = Task.Run(async () =>
        {
            var follow = new FollowChanges(house, async stop =>
            {
                await using var desk = await house.DeskOfUser(user, Sportello.History.Door.Web, stop);
                return desk?.Actor;
            });
            await foreach (var message in follow.Run(page, _stop.Token))
            {
                _listens.TrySetResult();
                Hear(message);
            }
        });
    }

    public Task Listens => _listens.Task;

    public Task Ended { get; }

    public long Last { get; private set; }

    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    public async Task<IReadOnlyList<string>> Hears(int count)
    {
        for (var i = 0; i < 1500 && Heard.Count < count; i++)
        {
            await Task.Delay(20);
        }

        return Heard;
    }

    /// <summary>The last thing that was heard, once it is of this kind.</summary>
    public async Task<string?> Hears(Func<string, bool> what)
    {
        for (var i = 0; i < 1500 && !(Heard.LastOrDefault() is { } last && what(last)); i++)
        {
            await Task.Delay(20);
        }

        return Heard.LastOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Hear(LiveMessage message)
    {
        lock (_heard)
        {
            switch (message)
            {
                case Changed change:
                    Last = change.Id;
                    _heard.Add($"{(change.Task ? "task" : "ticket")} {change.Number} {change.Who}");
                    break;
                case MuchChanged much:
                    Last = much.Id;
                    _heard.Add("much");
                    break;
                case AlsoHere here:
                    _heard.Add($"here {string.Join(", ", here.People.Select(p => p.Name + (p.Writing ? " writing" : "")))}");
                    break;
            }
        }
    }
}
