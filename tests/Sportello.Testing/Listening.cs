using System.Net;

namespace Sportello.Testing;

/// <summary>What every server of our own does: it takes one request after the other until it is closed.</summary>
internal static class Listening
{
    /// <param name="listener">Started already.</param>
    /// <param name="answer">Answers one; who has gone before the answer came is nobody's fault.</param>
    public static async Task Serve(this HttpListener listener, Func<HttpListenerContext, Task> answer)
    {
        while (listener.IsListening)
        {
            try
            {
                await answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Who asked has gone, or the test is over.
            }
        }
    }
}
