using System.Net;
using AngleSharp.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>A file on its way into the directory, as an administrator sees it.</summary>
public sealed class ImportPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_file_is_brought_put_right_looked_at_and_done()
    {
        using var admin = await door.As("admin");
        var form = await admin.Page("/import");
        var bytes = System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes("Wer\tFirma\tПочта\nfabio\tVoiello\tfabio@voiello.example\nelena\tNiemand\t\n")).ToArray();
        var brought = await admin.Post(
            "/import", Browser.Filled((AngleSharp.Html.Dom.IHtmlFormElement)form.QuerySelector("form[action='/import']")!, ("Kind", "contacts")), multipart: true, file: ("people.csv", bytes));
        Assert.Equal(HttpStatusCode.SeeOther, brought.StatusCode);
        var path = brought.Headers.Location!.OriginalString;

        var looked = await admin.Page(path);
        Assert.Contains("Read as UTF-16, cells parted by tab", looked.QuerySelector("details.more")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["nothing", "nothing", "emails"], looked.QuerySelectorAll("select[name=Column]").Select(s => s.QuerySelector("option[selected]")!.GetAttribute("value")));

        var token = looked.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await admin.Post(path, [new("__RequestVerificationToken", token), new("Encoding", "utf16"), new("Separator", "tab"), new("Column", "name"), new("Column", "organization"), new("Column", "emails")]);
        var planned = await admin.Page(path);
        Assert.Equal(["would be added 1", "would be changed 0", "left alone 0", "refused 1"], planned.QuerySelectorAll(".views a").Select(a => Words(a)));
        Assert.Contains("Mail addresses: “fabio@voiello.example”", planned.QuerySelector("tbody tr")!.TextContent + planned.QuerySelectorAll("table.plan tbody tr").Last().TextContent, StringComparison.Ordinal);
        Assert.Contains("There is no organization “Niemand”.", (await admin.Page(path + "?show=refused")).QuerySelector("table.plan")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(planned, path + "/apply")).StatusCode);
        Assert.Contains("Done: 2 of 2", (await admin.Page(path)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("fabio", Words((await admin.Page("/contacts?q=fabio@voiello")).QuerySelector("tbody a")!));
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
