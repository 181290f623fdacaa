using Xunit;

namespace Sportello.Wire.Tests.Mime;

public sealed class FuzzTests
{
    [Fact]
    public async Task A_hundred_thousand_damaged_letters_are_read_without_error_or_delay()
    {
        var fuzz = Fuzz.FromLetters();
        var count = await fuzz.RunAsync(0, 100_000, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(count > 1000, $"Only {count} letters were read in the time.");
    }
}
