using Sportello.Wire.Mime;
using Xunit;

namespace Sportello.Wire.Tests.Mime;

public sealed class SharedMailTests
{
    [Fact]
    public async Task Every_letter_that_others_collected_is_read()
    {
        Assert.SkipUnless(Directory.Exists(Repository.SharedMail), "There is no collection of mail beside the checkout.");

        var count = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.SharedMail).Where(name => !name.EndsWith(".md", StringComparison.Ordinal)))
        {
            await using var source = File.OpenRead(file);
            var letter = await Letter.ReadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
            Assert.NotNull(letter.Text);
            foreach (var attachment in letter.Attachments)
            {
                using var content = new MemoryStream();
                await attachment.CopyToAsync(content, TestContext.Current.CancellationToken);
                Assert.Equal(attachment.Size, content.Length);
                Assert.Equal(attachment.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.ToArray())));
            }

            count++;
        }

        Assert.True(count > 90, $"Only {count} letters were found.");
    }
}
