namespace Sportello.Portable.Reading;

/// <summary>A window over a stream of bytes that grows when one object is larger than it, and counts the lines it has passed.</summary>
internal sealed class TextBuffer(Stream stream)
{
    private byte[] _bytes = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _begun;

    public bool AtEnd { get; private set; }

    /// <summary>The line that the window begins on.</summary>
    public int Line { get; private set; } = 1;

    public ReadOnlyMemory<byte> Window => _bytes.AsMemory(_start, _end - _start);

    public int LineAt(int offset) => Line + Window.Span[..offset].Count((byte)'\n');

    public void Pass(int count)
    {
        Line += Window.Span[..count].Count((byte)'\n');
        _start += count;
    }

    /// <summary>Reads on; false when there is nothing more.</summary>
    public async Task<bool> Fill(CancellationToken stop)
    {
        if (AtEnd)
        {
            return false;
        }

        MakeRoom();
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), stop);
        _end += read;
        AtEnd = read == 0;
        if (!_begun && !AtEnd)
        {
            _begun = true;
            SkipByteOrderMark();
        }

        return !AtEnd;
    }

    private void MakeRoom()
    {
        if (_start > 0 && _end - _start <= _bytes.Length / 2)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _bytes.Length)
        {
            var larger = new byte[_bytes.Length * 2];
            Buffer.BlockCopy(_bytes, _start, larger, 0, _end - _start);
            _bytes = larger;
            _end -= _start;
            _start = 0;
        }
    }

    private void SkipByteOrderMark()
    {
        if (Window.Span.StartsWith("\uFEFF"u8))
        {
            _start += 3;
        }
    }
}
