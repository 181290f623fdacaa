using System.Text;

namespace Sportello.Wire.Tests.Smtp;

/// <summary>A server that says its say whatever it hears, and hangs up.</summary>
internal sealed class Babble(string said) : MemoryStream(Encoding.UTF8.GetBytes(said))
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
