using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Tests.Mime.Writing;

/// <summary>Small letters the tests begin with.</summary>
internal static class Letters
{
    public static readonly DateTimeOffset Then = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(3));

    public static OutgoingLetter Plain(string text, string subject = "DPR:12345 the printer") => new()
    {
        From = new Mailbox("help@sportello.example", "Sportello"),
        To = [new Mailbox("luca@customer.example", "Luca")],
        Date = Then,
        MessageId = "1@sportello.example",
        Subject = subject,
        Text = text,
    };

    public static OutgoingLetter With(bool allowEightBit, params OutgoingFile[] files) => new()
    {
        From = new Mailbox("help@sportello.example"),
        Date = Then,
        MessageId = "1@sportello.example",
        Text = "see below",
        Files = files,
        AllowEightBit = allowEightBit,
    };
}
