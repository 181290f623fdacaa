namespace Sportello.Wire.Transport;

/// <summary>
/// Hears every line of a conversation, secrets already replaced by <c>***</c> and message contents by <c>[N octets]</c>.
/// Written down, it is a transcript the tests can play again.
/// </summary>
public interface IWireLog
{
    /// <summary>A line the client sent.</summary>
    void Client(string line);

    /// <summary>A line the server sent.</summary>
    void Server(string line);
}

/// <summary>Writes a conversation as <c>C:</c> and <c>S:</c> lines.</summary>
public sealed class TextWireLog : IWireLog
{
    private readonly TextWriter _writer;
    private readonly Lock _gate = new();

    /// <summary>Creates a log that writes to <paramref name="writer"/>, which stays the caller's to close.</summary>
    public TextWireLog(TextWriter writer) => _writer = writer;

    /// <inheritdoc />
    public void Client(string line) => Write("C: ", line);

    /// <inheritdoc />
    public void Server(string line) => Write("S: ", line);

    // Control characters would let one side forge lines of the other.
    private void Write(string who, string line)
    {
        var clean = string.Create(line.Length, line, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                span[i] = char.IsControl(text[i]) && text[i] != '\t' ? '\uFFFD' : text[i];
        });
        lock (_gate)
        {
            _writer.Write(who);
            _writer.Write(clean);
            _writer.Write('\n');
        }
    }
}
