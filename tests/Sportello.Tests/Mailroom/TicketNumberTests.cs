using Sportello.Mailroom.Reading;

namespace Sportello.Tests.Mailroom;

public sealed class TicketNumberTests
{
    private static readonly TicketNumber Number = new("DPR");

    [Theory]
    [InlineData("Invoice DPR:12345", 12345)]
    [InlineData("Re: DPR: 10007 invoice", 10007)]
    [InlineData("aw: dpr:100000", 100000)]
    [InlineData("[DPR:12345]", 12345)]
    [InlineData("DPR:10001 and DPR:10002", 10001)]
    public void A_subject_holds_a_ticket_number_in_any_case_with_or_without_a_space(string subject, long number) =>
        Assert.Equal(number, Number.In(subject));

    [Theory]
    [InlineData("")]
    [InlineData("DPR:1234")]
    [InlineData("DPR 12345")]
    [InlineData("XDPR:12345")]
    [InlineData("ДDPR:12345")]
    [InlineData("OBR:12345")]
    [InlineData("DPR:12345678901234567890")]
    public void What_only_looks_like_a_number_is_none(string subject) => Assert.Null(Number.In(subject));

    [Fact]
    public void The_prefix_is_a_setting() => Assert.Equal(54321, new TicketNumber("OBR").In("obr:54321"));
}
