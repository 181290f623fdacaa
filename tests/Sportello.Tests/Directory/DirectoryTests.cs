using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Tests.Access;

namespace Sportello.Tests.Directory;

/// <summary>Organizations and contacts: found, added and changed.</summary>
public sealed class DirectoryTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Somebody_is_found_by_the_beginnings_of_words_of_name_and_address_in_every_alphabet_and_without_case(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        await new AddOrganization(desk).Run(new("Завод «Ёлочка»", OrganizationCategory.Customer), default);
        await new AddContact(desk).Run(new() { Name = "Chiara la prima", Organization = "Завод «Ёлочка»", Addresses = ["Chiara.Uno@voiello.example"] }, default);

        foreach (var search in new[] { "chi", "CHIARA pri", "uno", "chiara.uno@voi", "voiello", "prima chiara" })
        {
            Assert.Equal(["Chiara la prima"], (await new ContactList(desk).Run(new(search), default)).Items.Select(c => c.Name));
        }

        foreach (var search in new[] { "hiara", "chiara seconda", "%", "voiello.it" })
        {
            Assert.Equal(search == "%" ? 5 : 0, (await new ContactList(desk).Run(new(search), default)).Items.Count);
        }

        foreach (var search in new[] { "завод", "ЁЛОЧ", "елочка", "ёл зав" })
        {
            Assert.Equal(["Завод «Ёлочка»"], (await new OrganizationList(desk).Run(new(search), default)).Items.Select(o => o.Name));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_is_changed_is_found_by_what_they_are_now_and_the_history_says_what_was(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var id = await new AddContact(desk).Run(new() { Name = "chiara", Organization = "barilla", Addresses = ["chiara@barilla.example"] }, default);
        var seen = await Show(town, id);

        await new ChangeContact(desk).Run(id, seen.Version, seen.Is with { Name = "elena", Addresses = ["elena@voiello.example"], Slack = "@elena" }, default);

        Assert.Empty((await new ContactList(desk).Run(new("chiara"), default)).Items);
        Assert.Equal([id], (await new ContactList(desk).Run(new("elena voiello"), default)).Items.Select(c => c.Id));
        var now = await Show(town, id);
        Assert.Equal(
            [("slack", null, "@elena"), ("emails", "chiara@barilla.example", "elena@voiello.example"), ("name", "chiara", "elena"), ("added", null, "chiara")],
            now.History.Select(h => (h.What, h.From, h.To)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whoever_writes_on_an_old_state_is_told_and_changes_nothing(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var id = await new AddOrganization(desk).Run(new("Siex", OrganizationCategory.Supplier), default);
        var seen = (await new OrganizationPage(desk).Run(id, default)).Version;
        await new ChangeOrganization(desk).Run(id, seen, new("Siex srl", OrganizationCategory.Supplier), default);

        await using var late = await town.House.DeskOfProgram("test", default);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeOrganization(late).Run(id, seen, new("Siex spa", OrganizationCategory.Customer), default));

        Assert.Equal(RefusalReason.Conflict, refusal.Reason);
        var now = await new OrganizationPage(late).Run(id, default);
        Assert.Equal(("Siex srl", OrganizationCategory.Supplier, seen + 1), (now.Name, now.Category, now.Version));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_address_is_one_persons_and_what_is_wrong_is_named_by_its_field(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        await new AddContact(desk).Run(new() { Name = "chiara", Organization = "barilla", Addresses = ["chiara@barilla.example"] }, default);
        var good = new ContactFields { Name = "elena", Organization = "barilla" };

        Assert.Equal("addresses", await Wrong(good with { Addresses = ["CHIARA@barilla.example"] }));
        Assert.Equal("addresses", await Wrong(good with { Addresses = ["elena at barilla"] }));
        Assert.Equal("organization", await Wrong(good with { Organization = "nobody" }));
        Assert.Equal("name", await Wrong(good with { Name = " " }));
        Assert.Equal("jabber", await Wrong(good with { Jabber = "elena" }));
        Assert.Equal("language", await Wrong(good with { Language = "xx" }));
        Assert.Empty((await new ContactList(desk).Run(new("elena"), default)).Items);

        async Task<string?> Wrong(ContactFields form)
        {
            await using var another = await town.House.DeskOfProgram("test", default);
            return (await Assert.ThrowsAsync<Refusal>(() => new AddContact(another).Run(form, default))).Field;
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Page_by_page_each_is_met_once_also_those_of_one_name(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        for (var i = 0; i < 7; i++)
        {
            await new AddContact(desk).Run(new() { Name = "paolo", Organization = "barilla" }, default);
        }

        var met = new List<long>();
        for (string? after = null; ;)
        {
            var page = await new ContactList(desk).Run(new(After: after, Limit: 3), default);
            met.AddRange(page.Items.Select(c => c.Id));
            if ((after = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(11, met.Count);
        Assert.Equal(11, met.Distinct().Count());
    }

    [Fact]
    public async Task A_search_walks_the_words_and_a_list_walks_the_names()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await using var desk = await Desk.Open(town.House, new Actor { Name = "admin", Door = Sportello.History.Door.Web, Superuser = true }, default);
        var statements = new List<(string Text, (string Name, object? Value)[] Parameters)>();
        town.House.Database.Dialect.Heard = (text, parameters) => statements.Add((text, parameters));
        await new ContactList(desk).Run(new("luc vit"), default);
        await new ContactList(desk).Run(new(After: "1"), default);
        await new OrganizationList(desk).Run(new("vit"), default);
        await new OrganizationList(desk).Run(new(), default);
        town.House.Database.Dialect.Heard = null;

        foreach (var (text, parameters) in statements)
        {
            var plan = await desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters);
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal) && !step.Contains("SUBQUERY", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal) && !text.Contains("directory_word", StringComparison.Ordinal));
        }
    }

    private static async Task<ContactView> Show(Town town, long id)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await new ContactPage(desk).Run(id, default);
    }
}
