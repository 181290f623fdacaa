namespace Sportello.Data;

/// <summary>A moment as it is stored: milliseconds since 1970, UTC.</summary>
internal static class Moment
{
    public static long ToStored(DateTime utc) => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeMilliseconds();

    public static DateTime FromStored(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
}
