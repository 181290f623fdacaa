using System.Net;

namespace Sportello.App.Tests.Api;

/// <summary>Organizations and contacts by program: called by name or number, changed member by member.</summary>
public sealed class DirectoryApiTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task An_organization_is_made_read_by_name_and_by_number_and_changed()
    {
        using var admin = await Caller.Of(door, "admin");
        var made = await admin.Send("POST", "/api/v1/organizations", new { name = "Pasta & Figli", category = "cus" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await Caller.Read(made)).GetProperty("id").GetInt64();

        var byName = await admin.Send("GET", "/api/v1/organizations/Pasta%20%26%20Figli");
        Assert.Equal(id, (await Caller.Read(byName)).GetProperty("id").GetInt64());
        var tag = byName.Headers.ETag!.ToString();

        var changed = await admin.Json("PATCH", $"/api/v1/organizations/{id}", new { category = "sup" });
        Assert.Equal("sup", changed.GetProperty("category").GetString());
        Assert.Equal("Pasta & Figli", changed.GetProperty("name").GetString());

        var stale = await admin.Send("PATCH", $"/api/v1/organizations/{id}", new { active = false }, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    [Fact]
    public async Task A_contact_is_made_with_the_members_of_the_portable_form_and_an_absent_member_stays()
    {
        using var admin = await Caller.Of(door, "admin");
        var made = await admin.Send("POST", "/api/v1/contacts", new { name = "paolo", organization = "Barilla", emails = new[] { "paolo@barilla.example" }, language = "it", new_obr = "bug" });
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var id = (await Caller.Read(made)).GetProperty("id").GetInt64();

        var changed = await admin.Json("PATCH", $"/api/v1/contacts/{id}", new { slack = "paolo" });
        Assert.Equal("it", changed.GetProperty("language").GetString());
        Assert.Equal("bug", changed.GetProperty("new_obr").GetString());
        Assert.Equal("paolo@barilla.example", changed.GetProperty("emails")[0].GetString());

        changed = await admin.Json("PATCH", $"/api/v1/contacts/{id}", """{"slack":null,"emails":[]}""");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed.GetProperty("slack").ValueKind);
        Assert.Equal(0, changed.GetProperty("emails").GetArrayLength());

        var rows = await admin.Json("GET", "/api/v1/contacts?q=pao&organization=Barilla");
        Assert.Equal("paolo", rows.GetProperty("items")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("POST", "/api/v1/organizations", """{"name":"X"}""", "category")]
    [InlineData("POST", "/api/v1/organizations", """{"name":"","category":"cus"}""", "name")]
    [InlineData("POST", "/api/v1/organizations", """{"name":"X","category":"customer"}""", "category")]
    [InlineData("POST", "/api/v1/contacts", """{"name":"x","organization":"Nowhere"}""", "organization")]
    [InlineData("POST", "/api/v1/contacts", """{"name":"x","organization":"Barilla","emails":"x@x.example"}""", "emails")]
    [InlineData("POST", "/api/v1/contacts", """{"name":"x","organization":"Barilla","active":"yes"}""", "active")]
    [InlineData("POST", "/api/v1/contacts", """{"name":"x","organization":"Barilla","phone":"1"}""", "phone")]
    [InlineData("PATCH", "/api/v1/contacts/francesca", """{"new_obr":3}""", "new_obr")]
    public async Task What_is_wrong_is_named_by_its_member(string method, string path, string body, string member)
    {
        using var admin = await Caller.Of(door, "admin");
        var answer = await admin.Send(method, path, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.True((await Caller.Read(answer)).GetProperty("errors").TryGetProperty(member, out _), await answer.Content.ReadAsStringAsync());
    }
}
