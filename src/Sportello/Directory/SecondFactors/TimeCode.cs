using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sportello.Directory.SecondFactors;

/// <summary>Codes that change every half minute (RFC 6238), with SHA-1 and six digits, as every app for them does by itself.</summary>
internal static class TimeCode
{
    public const int Digits = 6;
    public const int KeyBytes = 20;

    private const int Seconds = 30;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepOf(DateTime now) => (now - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond / Seconds;

    public static string At(byte[] key, long step, int digits = Digits)
    {
        var counter = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(key, counter);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(10, '0')[^digits..];
    }

    /// <summary>The step that the code is of: this one, or the one before or after, since clocks differ.</summary>
    public static long? StepOf(byte[] key, string code, DateTime now)
    {
        var given = Encoding.UTF8.GetBytes(code);
        long? found = null;
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(key, step)), given))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>As apps take it (RFC 4648, Base32 without padding; the key is a multiple of five bytes).</summary>
    public static string Write(byte[] key)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < key.Length * 8; bit += 5)
        {
            var pair = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[(bit / 8) + 1] : 0);
            text.Append(Letters[(pair >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }
}
