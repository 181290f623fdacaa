using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.Duplicates;
using Sportello.History;
using Sportello.Projects;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Directory;

/// <summary>Who is there twice: found, called different, merged.</summary>
public sealed class DuplicatesTests
{
    [Theory]
    [InlineData("Марко Витторино", "vittorino  MARCO")]
    [InlineData("Elena", "Елена")]
    [InlineData("Дмитрий", "Dmitriy")]
    [InlineData("Алексей", "Alexey")]
    [InlineData("Niccolò", "Nicolo")]
    [InlineData("Юлия Щукина", "Yulia Shchukina")]
    public void Names_in_two_alphabets_are_one(string one, string other) => Assert.Equal(NormalForm.OfPerson(one), NormalForm.OfPerson(other));

    [Theory]
    [InlineData("Siex S.r.l.", "SIEX srl")]
    [InlineData("ООО «Ромашка»", "Romashka")]
    [InlineData("De Cecco, Inc.", "de cecco")]
    public void Companies_are_one_without_legal_form_and_signs(string one, string other) => Assert.Equal(NormalForm.OfCompany(one), NormalForm.OfCompany(other));

    [Theory]
    [InlineData("Elena", "Daniela")]
    [InlineData("Marco", "Mario")]
    [InlineData("Desk 82", "Desk 822")]
    public void Different_names_stay_different(string one, string other) => Assert.NotEqual(NormalForm.OfPerson(one), NormalForm.OfPerson(other));

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_looks_alike_is_listed_with_the_reason_until_called_different_or_no_longer_alike(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var elena = await Add(desk, "Elena", "barilla", "elena+sales@barilla.example");
        var latin = await Add(desk, "Елена", "barilla", "ele@barilla.example");
        var plus = await Add(desk, "someone", "vittorino srl", "elena@barilla.example");
        await Add(desk, "Elena", "vittorino srl");
        await new AddOrganization(desk).Run(new("BARILLA S.p.A.", OrganizationCategory.Customer), default);

        Assert.Equal(["Address: Elena, someone", "Name: Elena, Елена"], await Groups(town, Subject.Contact));
        Assert.Equal(["Name: barilla, BARILLA S.p.A."], await Groups(town, Subject.Organization));

        await new CallDifferent(desk).Run(Subject.Contact, [latin, elena], default);
        Assert.Equal(["Address: Elena, someone"], await Groups(town, Subject.Contact));
        await Add(desk, "elena", "barilla");
        Assert.Equal(["Address: Elena, someone", "Name: Elena, Елена, elena"], await Groups(town, Subject.Contact));

        var page = await new ContactPage(desk).Run(plus, default);
        await new ChangeContact(desk).Run(plus, page.Version, page.Is with { Addresses = [] }, default);
        Assert.Equal(["Name: Elena, Елена, elena"], await Groups(town, Subject.Contact));
    }

    [Fact]
    public async Task The_list_reads_only_what_looks_alike()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await using var desk = await town.House.DeskOfProgram("test", default);
        await Add(desk, "Elena", "barilla");
        await Add(desk, "Елена", "barilla");
        var statements = new List<(string Text, (string Name, object? Value)[] Parameters)>();
        town.House.Database.Dialect.Heard = (text, parameters) => statements.Add((text, parameters));
        await new DuplicateList(desk).Run(Subject.Contact, null, default);
        await new DuplicateList(desk).Run(Subject.Contact, "1", default);
        town.House.Database.Dialect.Heard = null;
        foreach (var (text, parameters) in statements)
        {
            var plan = await desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters);
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("ix_likeness_open", StringComparison.Ordinal) && !step.Contains("json_each", StringComparison.Ordinal));
            if (text.Contains("group by likeness", StringComparison.Ordinal))
            {
                Assert.Contains(plan, step => step.Contains("ix_likeness_open", StringComparison.Ordinal));
            }
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task All_that_was_the_ones_is_the_others_and_nothing_names_the_one_any_more(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var twin = await Add(desk, "Лука", "vittorino srl", "luca@else.example");
        var luca = await desk.ContactKey("luca", default);
        await Fill(town, luca, twin);

        await new MergeContacts(desk).Run(luca, twin, default);

        // Every column of the schema that could name a contact is looked through; what is not known to the list fails here.
        var known = ContactTraces.Single.Concat(ContactTraces.OneOfEach.Select(o => (o.Table, Column: "contact_id"))).Concat(
            [("ticket", "last_comment_by_id"), ("ticket_count", "assignee_id"), ("snoozed_count", "assignee_id"), ("trend_snapshot", "owner_id"), ("contact_email", "contact_id")]).Concat(ContactTraces.Left).ToHashSet();
        foreach (var column in await town.Rows(desk.Sql.Dialect.ColumnsQuery))
        {
            var (table, name) = (column.Split(' ')[0], column.Split(' ')[1]);
            if (name is "contact_id" or "author_id" or "owner_id" or "assignee_id" or "requester_id" or "developer_id" or "tester_id" or "issued_by_id" or "last_comment_by_id" or "snoozed_by_id" or "watching_id")
            {
                Assert.Contains((table, name), known);
                if (!ContactTraces.Left.Contains((table, name)))
                {
                    Assert.Equal([$"{table}.{name} 0"], (await town.Rows($"select count(*) from {table} where {name} = {luca}")).Select(n => $"{table}.{name} {n}"));
                }
            }
        }

        Assert.Equal(["luca"], await town.Rows($"select u.username from contact c join user_account u on u.id = c.user_id where c.id = {twin}"));
        Assert.Equal(["luca@else.example", "luca@vittorino.example"], await town.Rows($"select address from contact_email where contact_id = {twin} order by place"));
        Assert.Equal(["2", "1"], await town.Rows($"select role from project_member where contact_id = {twin} order by role desc"));
        Assert.Equal([$"{twin} 1"], await town.Rows("select assignee_id, sum(n) from ticket_count where assignee_id <> 0 group by assignee_id having sum(n) > 0"));
        Assert.Equal([$"{twin} 1"], await town.Rows("select assignee_id, sum(n) from snoozed_count where n <> 0 group by assignee_id"));
        Assert.Equal(["3"], await town.Rows($"select suites from trend_snapshot where owner_id = {twin}"));
        Assert.Equal(twin, (await new ContactPage(desk).Run(luca, default)).MergedInto);
        Assert.Equal(("merged-into", $"Лука ({twin})"), (await new ContactPage(desk).Run(luca, default)).History.Where(h => h.What == "merged-into").Select(h => (h.What, h.To!)).Single());
        Assert.Contains((await new ContactPage(desk).Run(twin, default)).History, h => h.What == "merged-from" && h.To == $"luca ({luca})");
        Assert.DoesNotContain((await new ContactList(desk).Run(new(Inactive: true), default)).Items, c => c.Id == luca);

        // By whatever name or number one of them is called, it is the one who stays.
        foreach (var called in new[] { "luca", "Лука", $"{luca}", $"{twin}" })
        {
            Assert.Equal(twin, await desk.ContactKey(called, default));
        }

        await using var signedIn = await town.DeskOf("luca");
        Assert.Equal(twin, signedIn.Actor.ContactId);
        Assert.Single((await new TicketList(signedIn).Run(new() { Assignee = "me" }, default)).Items);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_cannot_be_merged_is_refused_with_its_reason_and_stays_as_it_was(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var (luca, sandro, francesca) = (await desk.ContactKey("luca", default), await desk.ContactKey("sandro", default), await desk.ContactKey("francesca", default));
        var guest = await Add(desk, "guest", "barilla");
        foreach (var (source, target, why) in new[] { (luca, sandro, "Both have an account"), (guest, guest, "Two different ones"), (luca, guest, "One is of the owner") })
        {
            Assert.StartsWith(why, (await new MergeContacts(desk).Look(source, target, default)).Why!.ToString(), StringComparison.Ordinal);
            await using var another = await town.House.DeskOfProgram("test", default);
            Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new MergeContacts(another).Run(source, target, default))).Reason);
        }

        await new MergeContacts(desk).Run(guest, francesca, default);
        await using var late = await town.House.DeskOfProgram("test", default);
        Assert.Equal("guest was merged already.", (await Assert.ThrowsAsync<Refusal>(() => new MergeContacts(late).Run(guest, francesca, default))).Message);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Roles_pass_on_only_by_the_hand_of_who_may_give_them(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var (twin, other) = (await Add(desk, "Лука", "vittorino srl"), await Add(desk, "Luka", "vittorino srl"));
        var luca = await desk.ContactKey("luca", default);
        await new GiveGeneralPermission(desk).Run(Roles.Manager, $"{other}", default);
        await town.Permit(Permission.All.Except(["user.change"]));
        foreach (var (who, source) in new[] { ("marco", twin), ("marco", other), ("sandro", other) })
        {
            await using var asker = await town.DeskOf(who);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new MergeContacts(asker).Run(source, luca, default))).Reason);
        }

        await using var sandro = await town.DeskOf("sandro");
        await new MergeContacts(sandro).Run(twin, luca, default);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_organizations_become_one_with_people_and_projects(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var other = await new AddOrganization(desk).Run(new("Barilla S.p.A.", OrganizationCategory.Customer), default);
        await Add(desk, "Francesca", "Barilla S.p.A.");
        var barilla = await desk.Key("organization", "barilla", default);

        await new MergeOrganizations(desk).Run(barilla, other, default);

        Assert.Equal(["Francesca", "francesca"], (await town.Rows($"select name from contact where organization_id = {other}")).Order(StringComparer.Ordinal));
        Assert.Equal([Town.Project], await town.Rows($"select name from project where organization_id = {other}"));
        Assert.Equal(other, (await new OrganizationPage(desk).Run(barilla, default)).MergedInto);
        Assert.Equal(["Name: francesca, Francesca"], await Groups(town, Subject.Contact));
        await using var francesca = await town.DeskOf("francesca");
        Assert.False(francesca.Actor.Worker);
    }

    private static async Task Fill(Town town, long luca, long twin)
    {
        var number = await town.Ticket(assignee: "luca");
        await using var program = await town.House.DeskOfProgram("test", default);
        await program.Begin(default);
        var page = await new ContactPage(program).Run(luca, default);
        await new ChangeContact(program).Run(luca, page.Version, page.Is with { Addresses = ["luca@vittorino.example"] }, default);
        await program.Begin(default);
        var project = program.Db.Projects.Single();
        await program.Sql.Run($"insert into project_member (project_id, contact_id, role) values ({project.Id}, {twin}, {(int)Roles.Staff}), ({project.Id}, {luca}, {(int)Roles.Manager})", default);
        await program.Sql.Run($"insert into ticket_watcher (ticket_id, contact_id) select id, {luca} from ticket", default);
        await program.Sql.Run($"insert into ticket_watcher (ticket_id, contact_id) select id, {twin} from ticket", default);
        await program.Sql.Run($"insert into trend_snapshot (day, owner_id, suites, bug_fixes, open_bug_fixes) values ('2013-06-01', {luca}, 1, 1, 1), ('2013-06-01', {twin}, 2, 2, 2)", default);
        await program.Sql.Run($"insert into test_suite (name, owner_id) values ('printing', {luca})", default);
        await program.Sql.Run($"insert into notice_choice (contact_id, project_id, choice) values ({luca}, {project.Id}, 1)", default);
        await program.Sql.Run("update counter set value = value + 1 where name = 'access'", default);
        await program.Save(default);
        await using var desk = await town.DeskOf("luca");
        await new ReplyToTicket(desk).Run(number, new("On my way."), default);
        await new ChangeTicket(desk).Run(number, new() { Snooze = new(SnoozeChoice.Week) }, default);
        var work = await town.WorkItem(number);
        await new ChangeWorkItem(desk).Run(work, new() { Developer = new("luca") }, default);
        await new CommentOnWorkItem(desk).Run(work, "Begun.", null, default);
    }

    private static Task<long> Add(Desk desk, string name, string organization, params string[] addresses) =>
        new AddContact(desk).Run(new() { Name = name, Organization = organization, Addresses = addresses }, default);

    private static async Task<List<string>> Groups(Town town, Subject subject)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return [.. (await new DuplicateList(desk).Run(subject, null, default)).Items.Select(g => $"{string.Join('+', g.Because)}: {string.Join(", ", g.Members.Select(m => m.Name))}").Order(StringComparer.Ordinal)];
    }
}
