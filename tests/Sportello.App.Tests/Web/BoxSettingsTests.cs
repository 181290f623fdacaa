using System.Net;
using AngleSharp.Html.Dom;
using Sportello.App.Cli;
using Sportello.App.Web;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Testing;

namespace Sportello.App.Tests.Web;

/// <summary>The mail boxes set in the web: in force at once and after a start, their secrets closed in the database and shown to nobody.</summary>
public sealed class BoxSettingsTests : IDisposable
{
    private const string Password = "a pass of the box";
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_is_set_in_the_web_is_in_force_and_its_secret_neither_shown_nor_stored_in_clear()
    {
        await using (var house = await Opened())
        {
            var answer = await Change(house, ("smtp.host", "mail.thundersystems.example"), ("smtp.from", "help@thundersystems.example"), ("smtp.user", "help"), ("smtp.password", Password));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal((Password, 10.0), (house.Settings.Smtp!.Password, house.Settings.Outgoing.Undo.TotalSeconds));
            Assert.DoesNotContain(Password, await Page(house), StringComparison.Ordinal);
            Assert.Contains("never shown", await Page(house), StringComparison.Ordinal);

            await Change(house, ("smtp.host", "other.thundersystems.example"), ("smtp.undoSeconds", "30"));
            Assert.Equal((Password, 30.0), (house.Settings.Smtp!.Password, house.Settings.Outgoing.Undo.TotalSeconds));
        }

        Assert.All(System.IO.Directory.GetFiles(_folder.Path, "sportello.db*"), file => Assert.DoesNotContain(Password, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        await using var again = await Opened();
        Assert.Equal(("other.thundersystems.example", Password), (again.Settings.Smtp!.Host, again.Settings.Smtp.Password));
    }

    [Fact]
    public async Task A_wrong_value_is_named_and_nothing_is_changed()
    {
        await using var house = await Opened();
        await Change(house, ("imap.host", "mail.thundersystems.example"), ("imap.user", "help"));

        var answer = await Change(house, ("imap.host", "elsewhere.thundersystems.example"), ("imap.port", "many"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("a whole number", (await Browser.Read(answer)).QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("mail.thundersystems.example", house.Settings.Imap!.Host);
    }

    [Fact]
    public async Task The_file_wins_and_the_page_says_so()
    {
        await File.WriteAllTextAsync(_folder["config.ini"], "[smtp]\nhost = file.thundersystems.example\nfrom = help@thundersystems.example\n");
        await using var house = await Opened();

        await Change(house, ("smtp.host", "web.thundersystems.example"));

        Assert.Equal("file.thundersystems.example", house.Settings.Smtp!.Host);
        Assert.Contains("Set in config.ini", await Page(house), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<House> Opened()
    {
        var config = File.Exists(_folder["config.ini"]) ? _folder["config.ini"] : null;
        var house = await House.Open(CommonOptions.SettingsOf(config, _folder.Path), TimeProvider.System, default);
        if (await new FirstStart(house).IsNeeded(default))
        {
            await new FirstStart(house).Run(new NewHouse("vittorino srl", "admin", "admin", "admin@vittorino.example", "a good sentence"), default);
        }

        return house;
    }

    private static async Task<string> Page(House house) => await With(house, async browser => (await browser.Page("/mail/settings")).Body!.InnerHtml);

    private static Task<HttpResponseMessage> Change(House house, params (string Name, string Value)[] fields) =>
        With(house, async browser => await browser.Send(await browser.Page("/mail/settings"), "/mail/settings", fields));

    private static async Task<T> With<T>(House house, Func<Browser, Task<T>> use)
    {
        await using var app = Serving.Build(house, "http://127.0.0.1:0");
        await app.StartAsync();
        using var browser = new Browser(app.Urls.First());
        await browser.SignIn("admin");
        return await use(browser);
    }
}
