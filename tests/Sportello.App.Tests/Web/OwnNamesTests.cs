using System.Net;

namespace Sportello.App.Tests.Web;

/// <summary>What an administrator calls otherwise is called so on every page, and by its fixed name for programs.</summary>
public sealed class OwnNamesTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Home = "/administration/names";

    [Fact]
    public async Task A_name_of_ones_own_stands_on_the_ticket_in_the_list_and_in_the_history_and_the_API_keeps_the_fixed_one()
    {
        using var admin = await door.As("admin");
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(await admin.Page(Home), Home, ("status.accepted.en", "In our hands"), ("kind.bug.en", "Defect"))).StatusCode);
        using var francesca = await door.As("francesca");
        var ticket = await francesca.Page("/tickets/10012");
        Assert.Contains("In our hands", ticket.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Defect", ticket.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("In our hands", (await francesca.Page("/tickets?view=all")).QuerySelector("tbody")!.InnerHtml, StringComparison.Ordinal);
        francesca.Speaks("it");
        Assert.Contains("Accettato", (await francesca.Page("/tickets/10012")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", await door.TokenFor("luca"));
        Assert.Contains("\"status\":\"accepted\"", await http.GetStringAsync(door.Address + "/api/v1/tickets/10012"), StringComparison.Ordinal);

        var wrong = await admin.Send(await admin.Page(Home), Home, ("status.new.en", "In our hands"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("In our hands", (await Browser.Read(wrong)).QuerySelector(".field .error")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(await admin.Page(Home), Home + "/reset")).StatusCode);
        francesca.Speaks("en");
        Assert.Contains("Accepted", (await francesca.Page("/tickets/10012")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
    }
}
