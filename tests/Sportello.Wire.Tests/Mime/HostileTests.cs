using System.Diagnostics;
using System.Text;
using Sportello.Wire.Mime;
using Xunit;

namespace Sportello.Wire.Tests.Mime;

/// <summary>A megabyte of what hurts a careless reader most: none may take longer than a little.</summary>
public sealed class HostileTests
{
    private const int Bytes = 1_000_000;

    /// <summary>Ample for linear work on a busy machine, far too little for quadratic work.</summary>
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("Subject: ", "=?u?Q?x")]
    [InlineData("Subject: ", "=?utf-8?B?0JQ=?= ")]
    [InlineData("Subject: ", "=?=?")]
    [InlineData("To: ", "<,")]
    [InlineData("To: ", "a,")]
    [InlineData("To: ", "(")]
    [InlineData("To: ", "=?:")]
    [InlineData("To: ", "\"a\" <a@b>, ")]
    [InlineData("References: ", "<a@b>")]
    [InlineData("References: ", "<")]
    [InlineData("Content-Type: text/plain; name=a", " (")]
    [InlineData("Content-Type: text/plain; ", "name*1=a;")]
    [InlineData("Content-Type: text/plain; ", "charset=")]
    [InlineData("Date: ", "1 ")]
    [InlineData("", "X: y\r\n")]
    [InlineData("", "junk\r\n")]
    [InlineData("Subject: x\r\n\r\n", "\r")]
    [InlineData("Subject: x\r\n\r\n", "begin 644 a\n")]
    [InlineData("Subject: x\r\n\r\n", "\n-- \n> ")]
    [InlineData("Content-Type: text/plain; format=flowed\r\n\r\n", "> \n")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<a ='")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<a =\">")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<!--")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<script><")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<blockquote><ul><li>")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<a href=http://x>")]
    [InlineData("Content-Type: text/html\r\n\r\n", "cid:")]
    [InlineData("Content-Type: text/html\r\n\r\n", "&")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "\n--")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\nContent-Type: multipart/mixed; boundary=b\n\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\nContent-Type: multipart/mixed\n\n")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\n", "--b\nContent-Type: multipart/mixed\n\n")]
    [InlineData("Content-Type: message/delivery-status\r\n\r\n", "Action: failed\n\n")]
    [InlineData("Content-Type: message/delivery-status\r\n\r\n", "\r")]
    [InlineData("Content-Transfer-Encoding: base64\r\n\r\n", "=")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=\r")]
    [InlineData("Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "\u001b$B")]
    [InlineData("Content-Type: text/plain; charset=utf-7\r\n\r\n", "+")]
    public async Task A_megabyte_of_malice_is_read_in_no_time(string start, string pattern)
    {
        var letter = new StringBuilder(start);
        while (letter.Length < Bytes) letter.Append(pattern);

        var clock = Stopwatch.StartNew();
        var read = await Letter.ReadAsync(new MemoryStream(Encoding.Latin1.GetBytes(letter.ToString())), cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotNull(read.Text);
        Assert.True(clock.Elapsed < Ample, $"It took {clock.Elapsed}.");
    }
}
