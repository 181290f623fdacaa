using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Imap;

namespace Sportello.Wire.Tests.Imap;

public sealed class ModifiedUtf7Tests
{
    // The example of RFC 3501 section 5.1.3, and names seen in the world.
    [Theory]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("INBOX", "INBOX")]
    [InlineData("R&D", "R&-D")]
    [InlineData("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("💌", "&2D3cjA-")]
    [InlineData("", "")]
    public void Names_are_written_and_read(string name, string written)
    {
        Assert.Equal(written, ModifiedUtf7.Encode(name));
        Assert.Equal(name, ModifiedUtf7.Decode(written));
    }

    [Theory]
    [InlineData("&")]
    [InlineData("&broken")]
    [InlineData("&*-")]
    [InlineData("&AA-x")]
    [InlineData("a&b&c-")]
    [InlineData("&U/BTFw-")]
    [InlineData("Входящие")]
    public void What_is_not_modified_utf7_is_kept_as_it_was(string written) => Assert.Equal(written, ModifiedUtf7.Decode(written));

    [Fact]
    public void Every_name_comes_back_the_same() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string?>(), name => ModifiedUtf7.Decode(ModifiedUtf7.Encode(name ?? "")) == (name ?? "")));

    [Fact]
    public void Every_name_is_written_in_printable_ascii() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), name => ModifiedUtf7.Encode(name ?? "").All(character => character is >= ' ' and <= '~')));
}
