using System.Text;
using Sportello.Mailroom.Reading;
using Sportello.Settings;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-generated", Verdict.Automatic)]
    [InlineData("Auto-Submitted: auto-replied; owner-email=\"chiara@barilla.example\"", Verdict.Automatic)]
    [InlineData("Auto-Submitted: auto-replied (vacation)", Verdict.OutOfOffice)]
    [InlineData("Precedence: bulk", Verdict.Automatic)]
    [InlineData("Precedence: list", Verdict.List)]
    [InlineData("precedence: Junk", Verdict.Automatic)]
    [InlineData("List-Id: <all.barilla.example>", Verdict.List)]
    [InlineData("X-Auto-Response-Suppress: DR, OOF", Verdict.Automatic)]
    [InlineData("X-Autoreply: yes", Verdict.Automatic)]
    [InlineData("Return-Path: <>", Verdict.Bounce)]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b", Verdict.Bounce)]
    [InlineData("Subject: =?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGCOiDQvtGC0L/Rg9GB0Lo=?=", Verdict.OutOfOffice)]
    [InlineData("Auto-Submitted: no", Verdict.Person)]
    [InlineData("X-Auto-Response-Suppress: None", Verdict.Person)]
    [InlineData("Return-Path: <chiara@barilla.example>", Verdict.Person)]
    [InlineData("Subject: Automatic reply does not work", Verdict.Person)]
    public async Task A_header_tells_a_machine_from_a_person(string field, Verdict verdict) =>
        Assert.Equal(verdict, (await Of($"From: chiara@barilla.example\r\n{field}\r\n\r\ntext\r\n")).Verdict);

    [Fact]
    public async Task A_letter_from_our_own_address_is_our_own() =>
        Assert.Equal(Verdict.Own, (await Of("From: Support <Support@Owner.example>\r\n\r\ntext\r\n")).Verdict);

    [Fact]
    public async Task A_mail_server_is_no_person() =>
        Assert.Equal(Verdict.Bounce, (await Of("From: MAILER-DAEMON@mail.example\r\n\r\ntext\r\n")).Verdict);

    private static async Task<Classified> Of(string message)
    {
        var smtp = new SmtpSettings("mail.example", null, null, null, LineSecurity.None, "Help <support@owner.example>", CheckCertificate: true);
        var settings = new HouseSettings { DataFolder = "", Database = new(Sportello.Data.DatabaseProvider.Sqlite, "", ""), Smtp = smtp };
        var letter = await Letter.ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes(message)));
        return new Classification(OwnMail.Of(settings, _ => false)).Of(letter);
    }
}
