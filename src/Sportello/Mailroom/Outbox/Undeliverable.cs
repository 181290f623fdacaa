using Sportello.Wire.Smtp;

namespace Sportello.Mailroom.Outbox;

/// <summary>Addresses where nothing arrives: marked by what servers say, and trusted again as soon as somebody writes from them.</summary>
internal static class Undeliverable
{
    private const int LongestReason = 500;

    /// <summary>RFC 3463: what is wrong is the address itself, and not its box of today or what was written.</summary>
    public static bool Says(EnhancedStatus? status) => status is { Class: 5, Subject: 1, Detail: 0 or 1 or 2 or 3 or 6 or 10 } or { Class: 5, Subject: 2, Detail: 1 };

    public static bool Says(string status) =>
        status.Split('.') is [var c, var s, var d]
        && int.TryParse(c, System.Globalization.CultureInfo.InvariantCulture, out var type)
        && int.TryParse(s, System.Globalization.CultureInfo.InvariantCulture, out var subject)
        && int.TryParse(d, System.Globalization.CultureInfo.InvariantCulture, out var detail)
        && Says(new EnhancedStatus(type, subject, detail));

    public static async Task Mark(House house, string address, string why)
    {
        await using var desk = await house.DeskOfProgram("outbox", default);
        await desk.Begin(default);
        await Mark(desk, address, why, default);
        await desk.Save(default);
    }

    public static Task Mark(Desk desk, string address, string why, CancellationToken stop) => desk.Sql.Run(
        "update contact_email set undeliverable_at = @now, undeliverable_why = @why where address = @address and undeliverable_at is null",
        stop,
        ("@now", desk.Now),
        ("@why", Spool.Storable.Cut(Spool.Storable.Text(why), LongestReason)),
        ("@address", address));

    public static Task Trust(Desk desk, string address, CancellationToken stop) => desk.Sql.Run(
        "update contact_email set undeliverable_at = null, undeliverable_why = null where address = @address and undeliverable_at is not null",
        stop,
        ("@address", Directory.ContactEmail.Normalize(address)));
}
