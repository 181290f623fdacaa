using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Outbox;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Notices;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom.Outbox;

/// <summary>A real Postfix that takes our mail and has a Maildir for each of the cast.</summary>
public sealed class MailServer : IDisposable
{
    public const string Support = "support@" + Postfix.Domain;

    public Postfix Postfix { get; } = Postfix.Start();

    public SmtpSettings Settings => new("127.0.0.1", Postfix.Port, null, null, LineSecurity.None, $"Sportello <{Support}>", CheckCertificate: true);

    public async Task<Letter> Take(string user) => await Letter.ReadAsync(new MemoryStream(await Postfix.TakeAsync(user)));

    public void Dispose() => Postfix.Dispose();
}

internal static class OutboxOfTest
{
    public static async Task<SendAnswer> Send(this NoticeWorld world, TimeSpan later = default)
    {
        world.Test.Clock.Now += later;
        return (await new SendProgram(world.House).Run(new(world.House.Now), default)).Answer!;
    }

    public static async Task<Delivered> Deliver(this NoticeWorld world, byte[] letter)
    {
        await using var desk = await world.House.DeskOfProgram("test", default);
        return await new DeliverLetter(desk).Run(new MemoryStream(letter), default);
    }

    public static Task<Delivered> Deliver(this NoticeWorld world, string letter) => world.Deliver(System.Text.Encoding.UTF8.GetBytes(letter.ReplaceLineEndings("\r\n")));

    /// <summary>Name and state of each mail.</summary>
    public static async Task<string> Stands(this NoticeWorld world) => string.Join("; ", await world.Rows(
        "select name, state from mail_recipient order by name, id", r => $"{r.GetString(0)} {(MailState)r.GetInt32(1)}"));
}
