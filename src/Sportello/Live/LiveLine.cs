using System.Threading.Channels;
using Sportello.Access;

namespace Sportello.Live;

/// <summary>One open page. What it cannot take fast enough is dropped: it looks at everything again anyway.</summary>
internal sealed class LiveLine(long userId, string name, Spot? spot, bool writing)
{
    private const int MostWaiting = 500;

    public Channel<object> Waiting { get; } = Channel.CreateBounded<object>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    public long UserId => userId;

    /// <summary>The ticket that it shows, to somebody whom others may see there.</summary>
    public Spot? Spot => spot;

    public Looking Looking { get; } = new(userId, name, writing);
}

/// <summary>A ticket, and where the law looks.</summary>
internal sealed record Spot(int Ticket, Place Place);
