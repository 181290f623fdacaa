using System.Security.Cryptography;
using System.Text;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>By what a letter is known again, in whichever folder and under whichever UID it turns up.</summary>
internal static class LetterKey
{
    private const int LongestId = 400;

    /// <summary>The Message-ID; a hash of the letter where it has none.</summary>
    public static async Task<string> Of(Letter letter, Stream raw, TicketNumber number, CancellationToken stop) => letter.MessageId is { } id
        ? OfMessageId(id)
        : $"sha256:{Hash($"{await OfBytesButSubject(raw, stop)} {number.Without(letter.Subject)}")}";

    /// <summary>An id as it is stored: some are longer than any index takes.</summary>
    public static string OfMessageId(string id) => id.Length <= LongestId ? Storable.Text(id) : $"sha256:{Hash(id)}";

    /// <summary>A hash of every byte but those of the Subject field, which we change ourselves.</summary>
    public static async Task<string> OfBytesButSubject(Stream raw, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var hashing = new HashingStream(hash);
        await HeaderRewriter.ReplaceAsync(raw, hashing, "Subject", ReadOnlyMemory<byte>.Empty, stop);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A hash of what the letter says: who, the text, the files. Copies that came by other ways have the same.</summary>
    public static string OfContent(Letter letter) => Hash(string.Join(
        '\n',
        new[] { letter.From?.Address.ToLowerInvariant() ?? "", letter.Text.Trim() }.Concat(letter.Attachments.Select(a => a.Sha256))));

    /// <summary>The key of a letter that came under the Message-ID of another one and says something else.</summary>
    public static string OfBoth(string key, string content) => $"sha256:{Hash($"{key} {content}")}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class HashingStream(IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => hash.AppendData(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
