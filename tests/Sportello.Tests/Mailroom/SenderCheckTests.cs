using System.Text;
using Sportello.Mailroom.Reading;
using Sportello.Settings;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom;

/// <summary>Whom a letter is believed to come from, by what our own mail server says of it.</summary>
public sealed class SenderCheckTests
{
    private const string Forged = "the mail server says that the sender is forged ";
    private const string Unproven = "our mail server does not confirm that it comes from barilla.example, which [mail] strictSenders asks for";

    [Theory]
    [InlineData("mx.us.example; dmarc=fail header.from=barilla.example", Forged + "(dmarc=fail)")]
    [InlineData("mx.us.example 1; spf=pass; DMARC = Fail (p=none; dmarc=pass)", Forged + "(dmarc=fail)")]
    [InlineData("mx.us.example; dmarc=pass", null)]
    [InlineData("mx.us.example; dmarc=pass (it said dmarc=fail before)", null)]
    [InlineData("mx.else.example; dmarc=fail", null)]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=chiara@barilla.example", Forged + "(spf=fail)")]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=list@else.example", null)]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=chiara@barilla.example; dkim=pass header.d=barilla.example", null)]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=chiara@barilla.example; dmarc=pass", null)]
    [InlineData("mx.us.example; none", null)]
    [InlineData(";;=;\"", null)]
    [InlineData(null, null)]
    public async Task Where_our_server_is_named_its_word_against_a_sender_counts_and_nobody_elses(string? results, string? fault) =>
        Assert.Equal(fault, await Fault(new SenderSettings { Servers = ["mx.us.example"] }, results));

    [Theory]
    [InlineData("mx.us.example; dmarc=pass header.from=barilla.example", null)]
    [InlineData("mx.us.example; dmarc=none; dkim=pass header.d=barilla.example", null)]
    [InlineData("mx.us.example; dmarc=none; dkim=pass header.i=@barilla.example", null)]
    [InlineData("mx.us.example; dkim=pass header.d=else.example", Unproven)]
    [InlineData("mx.us.example; dkim=pass header.d=example", Unproven)]
    [InlineData("mx.us.example; dkim=pass header.d=post.barilla.example", Unproven)]
    [InlineData("mx.us.example; spf=pass smtp.mailfrom=barilla.example", null)]
    [InlineData("mx.us.example; spf=pass smtp.mailfrom=thief@else.example", Unproven)]
    [InlineData("mx.us.example; auth=pass smtp.auth=luca", null)]
    [InlineData("mx.else.example; dmarc=pass", Unproven)]
    [InlineData(null, Unproven)]
    public async Task Where_every_sender_is_to_be_proven_what_is_not_is_held(string? results, string? fault) =>
        Assert.Equal(fault, await Fault(new SenderSettings { Servers = ["MX.us.example"], Strict = true }, results));

    [Fact]
    public async Task What_a_forger_wrote_below_our_servers_own_field_counts_for_nothing()
    {
        var strict = new SenderSettings { Servers = ["mx.us.example"], Strict = true };
        Assert.Equal(Forged + "(dmarc=fail)", await Fault(strict, "mx.us.example; dmarc=fail", "mx.us.example; dmarc=pass"));
        Assert.Equal(Forged + "(dmarc=fail)", await Fault(new SenderSettings(), "mx.us.example; dmarc=fail", "mx.us.example; dmarc=pass"));
        Assert.Null(await Fault(new SenderSettings(), "mx.us.example; spf=pass", "mx.thief.example; dmarc=fail"));

        // Two fields of one server, as one program for each method writes them.
        Assert.Equal(Forged + "(dmarc=fail)", await Fault(strict, "mx.us.example; dkim=pass header.d=barilla.example", "mx.us.example; dmarc=fail"));
    }

    private static async Task<string?> Fault(SenderSettings settings, params string?[] results)
    {
        var fields = string.Concat(results.OfType<string>().Select(r => $"Authentication-Results: {r}\r\n"));
        var letter = await Letter.ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes($"{fields}From: Chiara <chiara@barilla.example>\r\n\r\nText.\r\n")));
        return new SenderCheck(settings).Fault(letter)?.ToString();
    }
}
