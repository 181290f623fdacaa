using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Projects;

namespace Sportello.Tests.Access;

/// <summary>Nobody gives what they do not hold, and the house is never without an administrator.</summary>
public sealed class GivingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whoever_may_change_users_gives_no_permission_that_they_lack_by_any_way(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var program = await town.House.DeskOfProgram("test", default);
        var mighty = await new AddGroup(program).Run(new("mighty", ["settings.change"]), default);
        var plain = await new AddGroup(program).Run(new("plain", []), default);
        var paolo = await new AddUser(program).Run(new("paolo", null, false, false, null, ["mighty"]), default);
        await new GiveGeneralPermission(program).Run(Roles.Staff, "marco", default);
        await town.Permit(["user.view", "user.add", "user.change", "user.delete", Permission.TicketView]);
        var luca = long.Parse((await town.Rows("select id from user_account where username = 'luca'"))[0], System.Globalization.CultureInfo.InvariantCulture);
        Func<Desk, Task>[] ways =
        [
            desk => new AddUser(desk).Run(new("elena", null, false, false, null, ["mighty"]), default),
            desk => new ChangeUser(desk).Run(luca, 0, new(true, false, false, [mighty]), default),
            desk => new ChangeUser(desk).Weigh(luca, 0, new(true, false, false, [mighty]), null, default),
            desk => new AddGroup(desk).Run(new("others", ["settings.change"]), default),
            desk => new AddGroup(desk).Run(new("others", ["*"]), default),
            desk => new ChangeGroup(desk).Run(plain, 1, new("plain", ["settings.*"]), default),
            desk => new SetPassword(desk).Run("paolo", "a good sentence", default),
            desk => new SetPassword(desk).Run("marco", "a good sentence", default),
            desk => new GiveGeneralPermission(desk).Run(Roles.Staff, "luca", default),
        ];
        var before = await town.Rows("select g.name, m.user_id from group_member m join access_group g on g.id = m.group_id order by 1, 2");
        foreach (var way in ways)
        {
            await using var sandro = await town.DeskOf("sandro");
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => way(sandro))).Reason);
        }

        Assert.Equal(before, await town.Rows("select g.name, m.user_id from group_member m join access_group g on g.id = m.group_id order by 1, 2"));

        // What is there already may stay, and may be taken.
        await using var desk = await town.DeskOf("sandro");
        await new ChangeUser(desk).Run(paolo, 0, new(true, true, false, [mighty]), default);
        await new ChangeUser(desk).Run(paolo, 1, new(true, true, false, []), default);
        await new AddUser(desk).Run(new("elena", "a good sentence", false, false, null, ["plain"]), default);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_administrators_who_step_down_at_once_leave_one(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var program = await town.House.DeskOfProgram("test", default);
        foreach (var name in new[] { "admin", "vittorino" })
        {
            await new AddUser(program).Run(new(name, null, Superuser: true, false, null, []), default);
        }

        var answers = await Task.WhenAll(new[] { "admin", "vittorino" }.Select(name => Task.Run(async () =>
        {
            await using var desk = await town.House.DeskOfProgram("test", default);
            return await Record.ExceptionAsync(() => new DisableUser(desk).Run(name, default));
        })));
        Assert.Single(answers, a => a is null);
        Assert.Single(answers, a => a is Refusal { Reason: RefusalReason.Invalid });
        Assert.Equal(["1"], await town.Rows("select count(*) from user_account where superuser and active"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Five_wrong_passwords_stand_in_the_log_and_fewer_do_not(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var program = await town.House.DeskOfProgram("test", default);
        await new SetPassword(program).Run("luca", "a good sentence", default);
        for (var i = 1; i <= 5; i++)
        {
            await Assert.ThrowsAsync<Refusal>(() => new SignIn(town.House).Run("luca", "a bad sentence", new Caller("Firefox/1", "192.0.2.7"), default));
            var rows = await new AuditLog(program).Run(new(Kind: AuditKind.SignIns), default);
            Assert.Equal(i < 5 ? [] : ["luca locked 192.0.2.7 5"], rows.Items.Select(r => $"{r.About} {r.What} {r.From} {r.To}"));
        }
    }

    [Fact]
    public async Task The_log_walks_its_own_few_rows_and_the_list_of_users_its_names()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Ticket();
        await using var desk = await town.House.DeskOfProgram("test", default);
        foreach (var filter in new AuditFilter[] { new(), new(After: "50"), new("admin"), new(Kind: AuditKind.Roles), new(From: desk.Now, Until: desk.Now) })
        {
            var (text, parameters) = AuditLog.Statement(filter);
            var plan = await desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters);
            Assert.Contains(plan, step => step.Contains("ix_history_audited", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step == "SCAN history");
        }

        foreach (var filter in new UserFilter[] { new(), new(After: "1"), new("lu") })
        {
            var (text, parameters) = UserList.Statement(filter);
            var plan = await desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters);
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
        }
    }
}
