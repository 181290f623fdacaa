using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;
using Sportello.Tests.Access;
using Sportello.Words;

namespace Sportello.Tests.Projects;

/// <summary>The table of people and what they may do: the same answers as the documents' tables, as the law, and as each explanation.</summary>
public sealed class EffectiveAccessTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task It_answers_as_the_documents_tables_do(DatabaseProvider provider)
    {
        await using var test = await StaffingTests.Open(provider);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var byProject = WorkedExample.Expected.GetProperty("by_project").EnumerateObject().ToList();
        Assert.Equal(2, byProject.Count);
        foreach (var project in byProject)
        {
            var table = await new EffectiveAccess(desk).Run(project.Name, null, default);
            Assert.Null(table.Next);
            Assert.Equal(Listed(project.Value, "managers"), Who(table, r => r.Explicit.HasFlag(Roles.Manager)));
            Assert.Equal(Listed(project.Value, "staff"), Who(table, r => r.Explicit.HasFlag(Roles.Staff)));
            Assert.Equal(Listed(project.Value, "customers"), Who(table, r => r.Explicit.HasFlag(Roles.Customer)));
            Assert.Equal(Listed(project.Value, "submitters"), Who(table, r => May(r, Right.Open) == Extent.All));
            Assert.Equal(Listed(project.Value, "submitters"), string.Join(", ", (await new ProjectPage(desk).Run(project.Name, default)).Submitters));
        }

        foreach (var contact in WorkedExample.Expected.GetProperty("by_contact").EnumerateObject())
        {
            var sees = new List<string>();
            foreach (var project in WorkedExample.Expected.GetProperty("ticket_projects").EnumerateArray().Select(p => p.GetString()!))
            {
                var row = (await new EffectiveAccess(desk).Run(project, null, default)).People.SingleOrDefault(p => p.Name == contact.Name);
                sees.AddRange(row is not null && May(row, Right.See) == Extent.All ? [project] : []);
            }

            Assert.Equal(Listed(contact.Value, "ticket_projects"), string.Join(", ", sees));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_answer_has_the_condition_that_decides_it(DatabaseProvider provider)
    {
        await using var test = await StaffingTests.Open(provider);
        await WorkedExample.ImportText(test, """{"groups":[{"name":"readers","permissions":["ticket.view"]}],"users":[{"username":"giorgia","groups":["readers"]},{"username":"luca","active":false},{"username":"admin","superuser":true}],"general_permissions":[{"contact":"daniele","role":"manager"}]}""");
        await using var desk = await test.House.DeskOfProgram("test", default);
        var table = await new EffectiveAccess(desk).Run("barilla sw1", null, default);
        Assert.Equal("admin, daniele, francesca, luca, sandro, vittorino", string.Join(", ", table.People.Select(p => p.Name)));
        Assert.Equal("None the account luca is inactive, so no role counts", Cell("luca", Right.See));
        Assert.Equal("All admin is a superuser and passes both conditions", Cell("admin", Right.Merge));
        Assert.Equal("All ticket.change comes from the group ticket user; daniele has the general permission manager for all projects (no mail from this one by that alone)", Cell("daniele", Right.Assign));
        Assert.Equal("Own ticket.change comes from the group ticket user; francesca is customer of the project “barilla sw1”; over own tickets only", Cell("francesca", Right.Close));
        Assert.Equal("None francesca is customer of the project “barilla sw1”; that needs the role manager or staff", Cell("francesca", Right.SeeWork));
        Assert.Equal("None no group of sandro has ticket.delete; adding sandro to the group “ticket user” would grant it", Cell("sandro", Right.Merge));
        var second = await new EffectiveAccess(desk).Run("barilla sw2", null, default);
        Assert.Equal(Extent.None, May(second.People.Single(p => p.Name == "giorgia"), Right.Open));
        Assert.Equal("manager", table.People.Single(p => p.Name == "daniele").General.ToString().ToLowerInvariant());

        string Cell(string who, Right right)
        {
            var cell = table.People.Single(p => p.Name == who).Cells.Single(c => c.Right == right);
            return $"{cell.Extent} {cell.Because}";
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task It_pages_by_key_and_asks_as_many_questions_for_fifty_people_as_for_one(DatabaseProvider provider)
    {
        await using var test = await StaffingTests.Open(provider);
        var many = Enumerable.Range(0, 120).Select(i => $"client {i / 2:000}").ToList();
        await using (var desk = await test.House.DeskOfProgram("test", default))
        {
            await desk.Begin(default);
            var barilla = await desk.Sql.First("select id from organization where name = 'Barilla'", r => r.GetInt64(0), default);
            desk.Db.AddRange(many.Select(name => new Sportello.Directory.Contact(name, barilla)));
            await desk.Flush(default);
            await desk.Sql.Run("insert into project_member (project_id, contact_id, role) select p.id, c.id, 4 from project p, contact c where p.name = 'barilla sw1' and c.name like 'client %'", default);
            await desk.Save(default);
        }

        await using var reader = await test.House.DeskOfProgram("test", default);
        var asked = 0;
        test.House.Database.Dialect.Heard = (_, _) => asked++;
        var seen = new List<AccessRow>();
        for (string? after = null; ;)
        {
            asked = 0;
            var page = await new EffectiveAccess(reader).Run("barilla sw1", after, default);
            Assert.InRange(asked, 1, 10);
            seen.AddRange(page.People);
            if ((after = page.Next) is null)
            {
                break;
            }

            Assert.Equal(EffectiveAccess.MostRows, page.People.Count);
        }

        test.House.Database.Dialect.Heard = null;
        Assert.Equal(124, seen.Count);
        Assert.Equal(many.Order(StringComparer.Ordinal), seen.Select(p => p.Name).Where(n => n.StartsWith("client", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(seen.Where(p => p.Name.StartsWith("client", StringComparison.Ordinal)), p => Assert.Equal((null, Extent.All), (p.Username, May(p, Right.Reply))));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task In_random_worlds_it_names_everybody_who_reaches_the_project_and_says_what_the_law_says(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        var property = Prop.ForAll(DrawnWorld.Any, drawn => Task.Run(async () => await Holds(test.House, await SettledWorld.Settle(test.House, drawn))).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(10), property));
    }

    private static async Task Holds(House house, SettledWorld world)
    {
        foreach (var (id, name) in world.Projects)
        {
            await using var desk = await house.DeskOfProgram("test", default);
            var table = await new EffectiveAccess(desk) { Language = Language.In("it") }.Run(name, null, default);
            Assert.Null(table.Next);
            foreach (var (actor, username) in world.Actors.Where(a => a.Actor.Name.Length > 0))
            {
                var row = table.People.SingleOrDefault(p => username is null ? p.Username is null && p.Name == actor.Name : p.Username == username);
                if (row is null)
                {
                    Assert.All(Enum.GetValues<Right>(), right => Assert.False(Law.Allows(actor, right, new Place(id))));
                    continue;
                }

                foreach (var cell in row.Cells)
                {
                    var all = Law.Allows(actor, cell.Right, new Place(id));
                    var own = actor.ContactId is { } self && Law.Allows(actor, cell.Right, new Place(id, self));
                    Assert.Equal(all ? Extent.All : own ? Extent.Own : Extent.None, cell.Extent);
                    Assert.NotEmpty(cell.Because);
                }

                await AsksFor(desk.House, actor, name);
            }
        }
    }

    /// <summary>The table is for managers and staff; to customers it is denied, to others the project is not there.</summary>
    private static async Task AsksFor(House house, Actor actor, string project)
    {
        await using var desk = await Desk.Open(house, actor, default);
        var id = (await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), default, ("@name", project)))!.Value;
        var refusal = await Record.ExceptionAsync(() => new EffectiveAccess(desk).Run(project, null, default)) as Refusal;
        Assert.Equal(
            Law.Allows(actor, Right.SeeNotes, new Place(id)) ? null : Law.Allows(actor, Right.See, new Place(id)) ? RefusalReason.Denied : RefusalReason.NotFound,
            refusal?.Reason);
    }

    private static string Listed(JsonElement of, string name) => string.Join(", ", of.GetProperty(name).EnumerateArray().Select(e => e.GetString()));

    private static string Who(AccessTable table, Func<AccessRow, bool> which) => string.Join(", ", table.People.Where(which).Select(p => p.Name).Order(StringComparer.Ordinal));

    private static Extent May(AccessRow row, Right right) => row.Cells.Single(c => c.Right == right).Extent;
}
