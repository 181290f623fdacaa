using System.Formats.Asn1;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Ldap;

namespace Sportello.Wire.Tests.Ldap;

/// <summary>Filters: read as they stand in RFC 4515, and nothing that a stranger types changes their meaning.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("(uid=luca)", "A30B040375696404046C756361")]
    [InlineData("(uid=*)", "8703756964")]
    [InlineData("(!(uid=*))", "A2058703756964")]
    [InlineData("(&(a=1)(b>=2))", "A010A306040161040131A506040162040132")]
    [InlineData("(|(a<=1)(b~=2))", "A110A606040161040131A806040162040132")]
    [InlineData("(a=x*y*z)", "A40E040161300980017881017982017A")]
    [InlineData("(a=*y*)", "A408040161300381 0179")]
    [InlineData("(memberOf:1.2.840.113556.1.4.1941:=x)", "A926 8117312E322E3834302E3131333535362E312E342E31393431 82086D656D6265724F66 830178")]
    [InlineData("(cn:dn:caseExactMatch:=x)", "A91A 810E6361736545786163744D61746368 8202636E 830178 8401FF")]
    [InlineData("(o=Parens R Us \\28for all\\29)", "A31A 04016F 0415506172656E73205220557320 28666F7220616C6C29")]
    [InlineData("(sn=Лука)", "A30E 0402736E 0408D09BD183D0BAD0B0")]
    [InlineData("(&)", "A000")]
    public void A_filter_is_sent_as_the_standard_says(string text, string octets)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        LdapFilter.Parse(text).Write(writer);
        Assert.Equal(octets.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(writer.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("uid=luca")]
    [InlineData("(uid=luca")]
    [InlineData("(uid=luca))")]
    [InlineData("(uid)")]
    [InlineData("(=luca)")]
    [InlineData("(u id=luca)")]
    [InlineData("(uid=lu(ca)")]
    [InlineData("(uid=\\zz)")]
    [InlineData("(uid=\\2)")]
    [InlineData("(uid=a**b)")]
    [InlineData("(:=x)")]
    [InlineData("(uid<luca)")]
    public void What_is_no_filter_is_refused_with_a_sentence(string text) => Assert.Contains("filter", Assert.Throws<FormatException>(() => LdapFilter.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_filter_nested_without_end_is_refused() => Assert.Throws<FormatException>(() => LdapFilter.Parse(string.Concat(Enumerable.Repeat("(!", 100_000)) + "(a=1)" + new string(')', 100_000)));

    [Fact]
    public void Whatever_somebody_types_stays_one_value_of_one_comparison() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true),
        Prop.ForAll(Typed.ToArbitrary(), typed =>
        {
            var writer = new AsnWriter(AsnEncodingRules.BER);
            LdapFilter.Parse($"(uid={LdapText.EscapeFilter(typed)})").Write(writer);
            var assertion = new AsnReader(writer.Encode(), AsnEncodingRules.BER).ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3));
            return assertion.ReadOctetString().AsSpan().SequenceEqual("uid"u8) && assertion.ReadOctetString().AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(typed)) && !assertion.HasData;
        }));

    [Theory]
    [InlineData("luca", "luca")]
    [InlineData("x,ou=admins", "x\\2cou\\3dadmins")]
    [InlineData(" #a ", "\\20#a\\20")]
    [InlineData("#a+b", "\\23a\\2bb")]
    [InlineData("a\0b\\\"<>;", "a\\00b\\5c\\22\\3c\\3e\\3b")]
    [InlineData("é", "\\c3\\a9")]
    public void A_value_in_a_name_stays_a_value(string value, string escaped) => Assert.Equal(escaped, LdapText.EscapeName(value));

    private static Gen<string> Typed => Gen.Elements('a', 'é', 'Ж', '*', '(', ')', '\\', '\0', '=', '&', '|', '!', ' ', '2', '8').ArrayOf().Select(c => new string(c));
}
