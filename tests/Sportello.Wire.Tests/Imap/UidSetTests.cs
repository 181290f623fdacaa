using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Imap;

namespace Sportello.Wire.Tests.Imap;

public sealed class UidSetTests
{
    [Fact]
    public void Sets_are_written_as_short_as_they_can_be()
    {
        Assert.Equal("1:3,5,7:8", UidSet.Of(8, 7, 5, 1, 2, 3, 3, 0).ToString());
        Assert.Equal("17:*", UidSet.From(17).ToString());
        Assert.Equal("", UidSet.Empty.ToString());
        Assert.Equal("2:9", UidSet.Range(9, 2).ToString());
    }

    [Fact]
    public void A_set_holds_exactly_the_uids_it_was_made_of() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), uids =>
    {
        var set = UidSet.Of(uids);
        var expected = uids.Where(uid => uid > 0).Distinct().Order().ToList();
        return set.SequenceEqual(expected)
            && set.Count == expected.Count
            && expected.All(set.Contains)
            && UidSet.TryParse(set.IsEmpty ? "0" : set.ToString())!.SequenceEqual(expected);
    }));

    [Fact]
    public void A_set_spread_over_lines_loses_nothing()
    {
        var set = UidSet.Of(Enumerable.Range(1, 5000).Select(i => (uint)(i * 7)));

        var lines = set.InLines(100).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        Assert.Equal(set, lines.SelectMany(line => UidSet.TryParse(line)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1:")]
    [InlineData("1,,2")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    public void What_is_no_set_is_not_read_as_one(string written) => Assert.Null(UidSet.TryParse(written));
}
