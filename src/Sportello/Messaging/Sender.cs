using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>A service that takes messages for people.</summary>
internal interface ISender : IAsyncDisposable
{
    Channel Channel { get; }

    /// <exception cref="NotDelivered">It did not go out, and why, in words.</exception>
    Task Send(string address, string text, CancellationToken stop);
}

/// <summary>A message did not go out.</summary>
/// <param name="sentence">Why, in words.</param>
/// <param name="serviceDown">Nothing else will go out there either for now, so nothing else is tried in this run.</param>
/// <param name="notBefore">How long the service asked to be left alone.</param>
/// <param name="code">The service's own word for it.</param>
/// <param name="cause">What happened underneath.</param>
internal sealed class NotDelivered(Said sentence, bool serviceDown, TimeSpan notBefore = default, string? code = null, Exception? cause = null) : Exception(sentence.ToString(), cause)
{
    /// <summary>Why, for whoever reads it.</summary>
    public Said Sentence => sentence;

    /// <summary>The service's own word for it, if it has one.</summary>
    public string? Code => code;

    /// <summary>Nobody knows whether it arrived; it is not sent again, since nobody is to get it twice.</summary>
    public bool MayHaveArrived { get; init; }

    public bool ServiceDown => serviceDown;

    public TimeSpan NotBefore => notBefore;
}

/// <summary>Stands in for a service that is not configured: everything waits until it is.</summary>
internal sealed class NoSender(Channel channel, Said why) : ISender
{
    public Channel Channel => channel;

    public Task Send(string address, string text, CancellationToken stop) => throw new NotDelivered(why, serviceDown: true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
