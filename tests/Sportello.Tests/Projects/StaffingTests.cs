using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;

namespace Sportello.Tests.Projects;

/// <summary>Who may have a role, who may give it, and what is kept of it: in the worked example.</summary>
public sealed class StaffingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Pickers_offer_those_who_may_have_the_role_and_have_it_not_yet(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var offered = await new ProjectCandidates(desk).Run("barilla sw1", default);
        Assert.Equal("daniele, luca, marco", Names(offered[Roles.Manager]));
        Assert.Equal("daniele, fabio, marco, paolo", Names(offered[Roles.Staff]));
        Assert.Equal("giorgia, martina", Names(offered[Roles.Customer]));

        var expected = WorkedExample.Expected;
        foreach (var (role, scope) in new[] { (Roles.Manager, "potential_managers"), (Roles.Staff, "potential_staff") })
        {
            var potential = expected.GetProperty(scope).EnumerateArray().Select(e => e.GetString()!);
            var has = expected.GetProperty("by_project").GetProperty("barilla sw1").GetProperty(role == Roles.Manager ? "managers" : "staff").EnumerateArray().Select(e => e.GetString()!);
            Assert.Equal(string.Join(", ", potential.Except(has)), Names(offered[role]));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whom_no_picker_offers_is_refused_by_name_too(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var desk = await test.House.DeskOfProgram("test", default);
        foreach (var (role, who, field) in new[]
        {
            (Roles.Manager, "fabio", "managers"), (Roles.Manager, "francesca", "managers"), (Roles.Staff, "francesca", "staff"), (Roles.Customer, "luca", "customers"), (Roles.Customer, "nobody", "customers"), (Roles.Staff, "", "staff"),
        })
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new AddMember(desk).Run("barilla sw1", role, who, default));
            Assert.Equal((RefusalReason.Invalid, field), (refusal.Reason, refusal.Field));
        }

        await new AddMember(desk).Run("barilla sw1", Roles.Staff, "fabio", default);
        await new AddMember(desk).Run("barilla sw1", Roles.Customer, "elena", default);
        await new AddMember(desk).Run("barilla sw1", Roles.Customer, "elena", default);
        var page = await new ProjectPage(desk).Run("barilla sw1", default);
        Assert.Equal("elena, fabio, francesca, luca, sandro, vittorino", string.Join(", ", page.Submitters));
        Assert.Equal(["customer elena", "staff fabio"], page.History.Where(h => h.To is not null && h.What is "staff" or "customer").Select(h => $"{h.What} {h.To}"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_role_opens_the_project_at_once_and_its_loss_closes_it(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var program = await test.House.DeskOfProgram("test", default);
        Assert.Equal(RefusalReason.NotFound, await Sees("daniele"));
        await new AddMember(program).Run("barilla sw1", Roles.Staff, "daniele", default);
        Assert.Null(await Sees("daniele"));
        var id = (await new ProjectPage(program).Run("barilla sw1", default)).Members.First(m => m.Name == "daniele").Id;
        await new RemoveMember(program).Run("barilla sw1", Roles.Staff, id, default);
        Assert.Equal(RefusalReason.NotFound, await Sees("daniele"));

        async Task<RefusalReason?> Sees(string who)
        {
            await using var desk = await DeskOf(test, who);
            return (await Record.ExceptionAsync(() => new ProjectPage(desk).Run("barilla sw1", default)) as Refusal)?.Reason;
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whole_lists_of_people_are_taken_as_they_are_given_and_of_two_writers_the_second_is_told(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var version = (await new ProjectPage(desk).Run("barilla sw1", default)).Version;
        await new ChangeProject(desk).Run(
            "barilla sw1",
            new()
            {
                Dates = (new(2013, 2, 1), null),
                Notifications = true,
                Members = new Dictionary<Roles, IReadOnlyList<string>> { [Roles.Staff] = ["paolo", "luca"], [Roles.Customer] = [] },
                SeenVersion = version,
            },
            default);
        var page = await new ProjectPage(desk).Run("barilla sw1", default);
        Assert.Equal("luca, paolo", string.Join(", ", page.Members.Where(m => m.Role == Roles.Staff).Select(m => m.Name)));
        Assert.Equal("sandro, vittorino", string.Join(", ", page.Members.Where(m => m.Role == Roles.Manager).Select(m => m.Name)));
        Assert.Equal((new DateOnly(2013, 2, 1), (DateOnly?)null, true), (page.Project.Start, page.Project.End, page.Notifications));
        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new ChangeProject(desk).Run("barilla sw1", new() { Active = false, SeenVersion = version }, default))).Reason);
        Assert.Equal("end", (await Assert.ThrowsAsync<Refusal>(() => new ChangeProject(desk).Run("barilla sw1", new() { Dates = (new(2013, 2, 1), new(2013, 1, 1)) }, default))).Field);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_new_project_has_an_organization_a_name_of_its_own_and_managers_who_may_manage(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var desk = await test.House.DeskOfProgram("test", default);
        foreach (var (project, field) in new (NewProject, string)[]
        {
            (new("", "Barilla"), "name"), (new("new", "Barilla"), "name"), (new("barilla sw1", "Barilla"), "name"), (new("x", null), "organization"), (new("x", "None"), "organization"),
            (new("x", "Barilla") { Managers = ["fabio"] }, "managers"), (new("x", "Barilla") { Start = new(2013, 2, 1), End = new(2013, 1, 1) }, "end"),
        })
        {
            await using var each = await test.House.DeskOfProgram("test", default);
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => new AddProject(each).Run(project, default))).Field);
        }

        await new AddProject(desk).Run(new("barilla sw4", "Barilla") { Managers = ["sandro"] }, default);
        await using var sandro = await DeskOf(test, "sandro");
        Assert.Equal("sandro", string.Join(", ", (await new ProjectPage(sandro).Run("barilla sw4", default)).Submitters));
    }

    internal static async Task<TestHouse> Open(DatabaseProvider provider)
    {
        var test = await TestHouse.Open(provider);
        Assert.Empty((await WorkedExample.Load(test)).Faults);
        await WorkedExample.ImportText(test, """{"users":[{"username":"vittorino","groups":["ticket user"]},{"username":"sandro","groups":["ticket user"]},{"username":"luca","groups":["ticket user"]},{"username":"daniele","groups":["ticket user"]},{"username":"francesca","groups":["ticket user"]},{"username":"giorgia","groups":["ticket user"]},{"username":"chiara","groups":["ticket user"]},{"username":"daniela","groups":["ticket user"]}]}""");
        return test;
    }

    internal static async Task<Desk> DeskOf(TestHouse test, string user)
    {
        await using var program = await test.House.DeskOfProgram("test", default);
        var id = await program.Sql.First("select id from user_account where username = @name", r => (long?)r.GetInt64(0), default, ("@name", user));
        return (await test.House.DeskOfUser(id!.Value, History.Door.Web, default))!;
    }

    private static string Names(IEnumerable<Candidate> people) => string.Join(", ", people.Select(p => p.Name).Order(StringComparer.Ordinal));
}
