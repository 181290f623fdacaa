using Sportello.Access;
using Sportello.CannedReplies;
using Sportello.Checkup;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.OpenId;
using Sportello.Directory.Passkeys;
using Sportello.Directory.SecondFactors;
using Sportello.Directory.Duplicates;
using Sportello.Directory.Import;
using Sportello.Feeds;
using Sportello.Directory.PersonData;
using Sportello.Fields;
using Sportello.History;
using Sportello.Importing;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Leaders;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Replaying;
using Sportello.Mailroom.Spool;
using Sportello.Notices;
using Sportello.Messaging;
using Sportello.Perfectionist;
using Sportello.Portable;
using Sportello.Projects;
using Sportello.Reports;
using Sportello.Search;
using Sportello.Settings;
using Sportello.Settings.Names;
using Sportello.Targets;
using Sportello.TestTrends;
using Sportello.Tickets;
using Sportello.Webhooks;
using Sportello.WorkItems;

namespace Sportello.Tests.Access;

/// <summary>
/// No verb changes anything unasked. Every public class that is given a desk stands in one of the lists below; a verb has a line
/// for each right it needs, with something that uses it.
/// </summary>
public sealed class EveryVerbAsksTests
{
    /// <summary>These only show; what they show is held against the law elsewhere.</summary>
    private static readonly Type[] Queries =
        [
            typeof(TicketList), typeof(TicketPage), typeof(TicketViews), typeof(FormattedComment), typeof(CommentSource), typeof(RecipientsOf), typeof(ProjectList), typeof(ProjectPage),
            typeof(ExplainAccess), typeof(Scopes), typeof(LeadersPage), typeof(TicketReport), typeof(TrendsPage), typeof(FindingList), typeof(FixList), typeof(RuleList),
            typeof(WorkItemList), typeof(WorkBoard), typeof(WorkItemPage), typeof(WorkChoices), typeof(AnswerFromWork), typeof(EffectiveAccess), typeof(ProjectCandidates), typeof(SearchPage), typeof(SimilarTickets), typeof(WhomToMention), typeof(CommentToMove), typeof(CheckQueryLine), typeof(PlannedEnds), typeof(ManyChanges), typeof(UndoChangeOfTickets), typeof(FillCannedReply), typeof(FieldsToFill),
        ];

    /// <summary>These are not about a project: only administrators may, or everybody for themselves.</summary>
    private static readonly Type[] OutsideProjects = [typeof(ViewList), typeof(ImportFile), typeof(ImportForeign), typeof(ExportFile), typeof(IssueToken), typeof(OwnTokens), typeof(OwnSecondFactor), typeof(OwnPasskeys), typeof(ChangeOwnSettings), typeof(FeedAddress), typeof(GiveGeneralPermission), typeof(TakeGeneralPermission), typeof(KeepView), typeof(MoveView), typeof(DropView)];

    private static readonly Line[] Lines =
    [
        new(typeof(OpenTicket), Right.Open, (_, desk) => new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, "Slow", "Since monday."), default)),
        new(typeof(ReplyToTicket), Right.Reply, async (town, desk) => await new ReplyToTicket(desk).Run(await town.Ticket(), new("Try again."), default)),
        new(typeof(ReplyToTicket), Right.AddNote, async (town, desk) => await new ReplyToTicket(desk).Run(await town.Ticket(), new("Among us.", Internal: true), default)),
        new(typeof(KeepDraft), Right.Reply, async (town, desk) => await new KeepDraft(desk).Run(await town.Ticket(), Typed("false"), default)),
        new(typeof(KeepDraft), Right.AddNote, async (town, desk) => await new KeepDraft(desk).Run(await town.Ticket(), Typed("true"), default)),
        new(typeof(ChangeTickets), Right.ChangePriority, async (town, desk) =>
        {
            if ((await new ChangeTickets(desk).Run([new(await town.Ticket(), null)], new() { Priority = Priority.Urgent }, default)).Failed is [var failed])
            {
                throw failed.Why;
            }
        }),
        new(typeof(WatchTicket), Right.Watch, async (town, desk) => await new WatchTicket(desk).Run(await town.Ticket(), true, null, default)),
        new(typeof(ChooseNotices), Right.See, async (_, desk) => await new ChooseNotices(desk).Run(Town.Project, NoticeChoice.Mine, default)),
        new(typeof(WithdrawReply), Right.Reply, async (town, desk) => await town.ReplyAndWithdraw(desk)),
        new(typeof(ChangeTicket), Right.Rename, Changing(new() { Subject = "Another subject" })),
        new(typeof(ChangeTicket), Right.ChangeKind, Changing(new() { Kind = TicketKind.Consultation })),
        new(typeof(ChangeTicket), Right.ChangePriority, Changing(new() { Priority = Priority.Urgent })),
        new(typeof(ChangeTicket), Right.ChangeStatus, Changing(new() { Status = TicketStatus.Accepted })),
        new(typeof(ChangeTicket), Right.ChangeStatus, Changing(new() { Snooze = new(SnoozeChoice.Week) })),
        new(typeof(ChangeTicket), Right.Close, Changing(new() { Status = TicketStatus.Closed })),
        new(typeof(ChangeTicket), Right.Reopen, Changing(new() { Status = TicketStatus.UnderReview }, TicketStatus.Closed)),
        new(typeof(ChangeTicket), Right.AssignSelf, Changing(new() { SetAssignee = true, Assignee = "sandro" })),
        new(typeof(ChangeTicket), Right.Assign, Changing(new() { SetAssignee = true, Assignee = "luca" })),
        new(typeof(MergeTickets), Right.Merge, async (town, desk) => await new MergeTickets(desk).Run(await town.Ticket(), await town.Ticket(), default)),
        new(typeof(UnmergeTicket), Right.Merge, async (town, desk) => await new UnmergeTicket(desk).Run(await Merged(town), default)),
        new(typeof(MoveComment), Right.ChangeStatus, async (town, desk) =>
        {
            var (number, comment) = await Answered(town);
            await new MoveComment(desk).Run(number, comment, await town.Ticket(), default);
        }),
        new(typeof(SplitTicket), Right.ChangeStatus, async (town, desk) =>
        {
            var (number, comment) = await Answered(town);
            await new SplitTicket(desk).Run(number, comment, new("Another matter"), default);
        }) { Also = [Permission.TicketAdd] },
        new(typeof(SplitTicket), Right.Open, async (town, desk) =>
        {
            var (number, comment) = await Answered(town);
            await new SplitTicket(desk).Run(number, comment, new("Another matter"), default);
        }) { Also = ["ticket.change"] },
        new(typeof(MoveCommentBack), Right.ChangeStatus, async (town, desk) =>
        {
            var (number, comment) = await Answered(town);
            await using var program = await town.House.DeskOfProgram("test", default);
            await new MoveCommentBack(desk).Run(await new SplitTicket(program).Run(number, comment, new("Another matter"), default), comment, default);
        }),
        new(typeof(ChangeProject), Right.EditProject, (_, desk) => new ChangeProject(desk).Run(Town.Project, new() { Notifications = true }, default)),
        new(typeof(AddMember), Right.EditProject, (_, desk) => new AddMember(desk).Run(Town.Project, Roles.Staff, "sandro", default)),
        new(typeof(RemoveMember), Right.EditProject, (_, desk) => new RemoveMember(desk).Run(Town.Project, Roles.Staff, 1, default)),
        new(typeof(AddWorkItem), Right.AddWork, (_, desk) => new AddWorkItem(desk).Run(new("Mend it") { Project = Town.Project }, default)),
        new(typeof(ChangeWorkItem), Right.EditWork, async (town, desk) => await new ChangeWorkItem(desk).Run(await town.WorkItem(), new() { Status = WorkItemStatus.Done }, default)),
        new(typeof(CommentOnWorkItem), Right.EditWork, async (town, desk) => await new CommentOnWorkItem(desk).Run(await town.WorkItem(), "Nearly there.", null, default)),
        new(typeof(RateSolution), Right.See, async (town, desk) => await new RateSolution(desk).Run(await town.ClosedOf(desk.Actor), Rating.Good, null, default)),
        new(typeof(LinkWorkItem), Right.LinkWork, async (town, desk) => await new LinkWorkItem(desk).Run(await town.Ticket(), await town.WorkItem(), default)),
        new(typeof(UnlinkWorkItem), Right.LinkWork, async (town, desk) =>
        {
            var number = await town.Ticket();
            await new UnlinkWorkItem(desk).Run(number, await town.WorkItem(number), default);
        }),
        new(typeof(SnoozeFinding), Right.ChangeStatus, async (town, desk) => await new SnoozeFinding(desk).Run("still-new", await town.Ticket(), desk.Today.AddDays(2), "why", default)),
        new(typeof(DismissFinding), Right.ChangeStatus, async (town, desk) => await new DismissFinding(desk).Run("still-new", await town.Ticket(), "why", default)),
        new(typeof(WakeFinding), Right.ChangeStatus, async (town, desk) =>
        {
            var number = await town.Ticket();
            await using var program = await town.House.DeskOfProgram("test", default);
            await new DismissFinding(program).Run("still-new", number, "why", default);
            await new WakeFinding(desk).Run("still-new", number, default);
        }),
        new(typeof(ApplyFinding), Right.ChangeStatus, async (town, desk) => await new ApplyFinding(desk).Run("still-new", await town.Ticket(assignee: "luca"), default)),
        new(typeof(UndoFix), Right.ChangeStatus, async (town, desk) =>
        {
            var number = await town.Ticket(TicketStatus.Accepted, "luca");
            await using var program = await town.House.DeskOfProgram("test", default);
            await new ReplyToTicket(program).Run(number, new("Among us.", Internal: true), default);
            var fix = await new ApplyFinding(program).Run("work-under-way", number, default);
            town.Test.Clock.Now = town.Test.Clock.Now.AddMinutes(1);
            await new UndoFix(desk).Run(fix.Fix!.Value, default);
        }),
    ];

    /// <summary>These need a permission and no role, for they are about no project.</summary>
    private static readonly (Type Verb, string Permission, Func<Desk, Task> Use)[] ByPermission =
    [
        (typeof(AddUser), "user.add", desk => new AddUser(desk).Run(new("paolo", "a good sentence", Superuser: false, Staff: false, Contact: null, []), default)),
        (typeof(UserList), "user.view", desk => new UserList(desk).Run(new(), default)),
        (typeof(UserPage), "user.view", desk => Missing(() => new UserPage(desk).Run(999, default))),
        (typeof(ChangeUser), "user.change", desk => Missing(() => new ChangeUser(desk).Run(999, 0, new(true, false, false, []), default))),
        (typeof(GroupList), "user.view", desk => new GroupList(desk).Run(default)),
        (typeof(GroupPage), "user.view", desk => Missing(() => new GroupPage(desk).Run(999, default))),
        (typeof(AddGroup), "user.add", desk => new AddGroup(desk).Run(new($"group {Guid.NewGuid()}", []), default)),
        (typeof(ChangeGroup), "user.change", desk => Missing(() => new ChangeGroup(desk).Run(999, 0, new("others", []), default))),
        (typeof(DeleteGroup), "user.delete", desk => Missing(() => new DeleteGroup(desk).Run(999, default))),
        (typeof(GeneralPermissionList), "user.view", desk => new GeneralPermissionList(desk).Run(null, default)),
        (typeof(EndSessions), "user.change", desk => Missing(() => new EndSessions(desk).Of(999, default))),
        (typeof(EndIdentities), "user.change", desk => Missing(() => new EndIdentities(desk).Run(999, default))),
        (typeof(EndPasskeys), "user.change", desk => Missing(() => new EndPasskeys(desk).Run(999, default))),
        (typeof(EndSecondFactor), "user.change", desk => Missing(() => new EndSecondFactor(desk).Run(999, default))),
        (typeof(TokenList), "user.view", desk => new TokenList(desk).Run(null, default)),
        (typeof(EndToken), "user.change", desk => Missing(() => new EndToken(desk).Run(999, default))),
        (typeof(ReadHouseNumbers), "settings.view", desk => new ReadHouseNumbers(desk).Run(default)),
        (typeof(AuditLog), "settings.view", desk => new AuditLog(desk).Run(new(), default)),
        (typeof(AddProject), AddProject.Needed, desk => new AddProject(desk).Run(new($"barilla {Guid.NewGuid()}", "barilla"), default)),
        (typeof(SetPassword), "user.change", desk => new SetPassword(desk).Run("luca", "a good sentence", default)),
        (typeof(DisableUser), "user.change", desk => new DisableUser(desk).Run("luca", default)),
        (typeof(DeliverLetter), "program.run", async desk =>
        {
            await using var message = new MemoryStream("From: nobody@else.example\r\n\r\nHello"u8.ToArray());
            await new DeliverLetter(desk).Run(message, default);
        }),
        (typeof(OutboxList), "settings.view", desk => new OutboxList(desk).Run(OutboxView.All, 10, null, default)),
        (typeof(RetryMail), "settings.change", desk => Missing(() => new RetryMail(desk).Run(1, default))),
        (typeof(JobList), "settings.view", desk => new JobList(desk).Run(default)),
        (typeof(ChangeJob), "settings.change", desk => new ChangeJob(desk).Plan("perfectionist", on: false, null, default)),
        (typeof(ChangeJob), "program.run", desk => new ChangeJob(desk).RunNow("perfectionist", default)),
        (typeof(ChatList), "settings.view", desk => new ChatList(desk).Run(default)),
        (typeof(DecideOnMessage), "program.run", async desk =>
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new DecideOnMessage(desk).Settle(1, default));
            if (refusal.Reason != RefusalReason.NotFound)
            {
                throw refusal;
            }
        }),
        (typeof(LetterFiles), "settings.view", desk => new LetterFiles(desk).Waiting(10, default)),
        (typeof(SetRuleMode), "settings.change", desk => new SetRuleMode(desk).Run("still-new", null, Mode.Off, default)),
        (typeof(MailBoxes), "settings.view", desk => new MailBoxes(desk).Run(default)),
        (typeof(MailRules), "settings.view", desk => new MailRules(desk).Run(default)),
        (typeof(TestBoxes), "settings.view", desk => new TestBoxes(desk).Run(default)),
        (typeof(LetterContents), "settings.view", async desk => await new LetterContents(desk).Source(await Letter(desk.House), default)),
        (typeof(OrganizationList), "organization.view", desk => new OrganizationList(desk).Run(new(), default)),
        (typeof(OrganizationPage), "organization.view", desk => Missing(() => new OrganizationPage(desk).Run(999, default))),
        (typeof(AddOrganization), "organization.add", desk => new AddOrganization(desk).Run(new("Siex", OrganizationCategory.Supplier), default)),
        (typeof(ChangeOrganization), "organization.change", desk => Missing(() => new ChangeOrganization(desk).Run(999, 0, new("Siex", OrganizationCategory.Supplier), default))),
        (typeof(ContactList), "contact.view", desk => new ContactList(desk).Run(new(), default)),
        (typeof(ContactPage), "contact.view", desk => Missing(() => new ContactPage(desk).Run(999, default))),
        (typeof(AddContact), "contact.add", desk => new AddContact(desk).Run(new() { Name = "paolo", Organization = "barilla" }, default)),
        (typeof(ChangeContact), "contact.change", desk => Missing(() => new ChangeContact(desk).Run(999, 0, new() { Name = "paolo", Organization = "barilla" }, default))),
        (typeof(ImportDirectory), "contact.add", desk => new ImportDirectory(desk).Begin("name;organization\nelena;barilla\n"u8.ToArray(), ImportKind.Contacts, null, default)),
        (typeof(ImportDirectory), "organization.add", desk => new ImportDirectory(desk).Begin("name;category\nSiex;supplier\n"u8.ToArray(), ImportKind.Organizations, null, default)),
        (typeof(ImportPage), "contact.add", async desk =>
        {
            var id = await new ImportDirectory(desk).Begin("name;organization\nelena;barilla\n"u8.ToArray(), ImportKind.Contacts, null, default);
            await new ImportPage(desk).Run(id, null, null, default);
            await new ImportDirectory(desk).Apply(id, default);
            await new ImportDirectory(desk).Discard(id, default);
        }),
        (typeof(ExportPerson), "contact.change", desk => Missing(() => new ExportPerson(desk).Run(999, default))),
        (typeof(AnonymizeContact), "contact.delete", desk => Missing(() => new AnonymizeContact(desk).Look(999, default))),
        (typeof(AnonymizeContact), "contact.delete", desk => Missing(() => new AnonymizeContact(desk).Run(999, "nobody", default))),
        (typeof(DuplicateList), "contact.change", desk => new DuplicateList(desk).Run(Subject.Contact, null, default)),
        (typeof(DuplicateList), "organization.change", desk => new DuplicateList(desk).Run(Subject.Organization, null, default)),
        (typeof(CallDifferent), "contact.change", desk => new CallDifferent(desk).Run(Subject.Contact, [1, 2], default)),
        (typeof(CallDifferent), "organization.change", desk => new CallDifferent(desk).Run(Subject.Organization, [1, 2], default)),
        (typeof(MergeContacts), "contact.delete", desk => Missing(() => new MergeContacts(desk).Run(998, 999, default))),
        (typeof(MergeContacts), "contact.delete", desk => Missing(() => new MergeContacts(desk).Look(998, 999, default))),
        (typeof(MergeOrganizations), "organization.delete", desk => Missing(() => new MergeOrganizations(desk).Run(998, 999, default))),
        (typeof(MergeOrganizations), "organization.delete", desk => Missing(() => new MergeOrganizations(desk).Look(998, 999, default))),
        (typeof(OrganizationNames), "contact.add", desk => new OrganizationNames(desk).Run(default)),
        (typeof(BoxSettings), "settings.view", desk => new BoxSettings(desk).Run(default)),
        (typeof(ChangeBoxSettings), "settings.change", desk => new ChangeBoxSettings(desk).Run(new Dictionary<string, string>(StringComparer.Ordinal) { ["imap.days"] = "4" }, [], default)),
        (typeof(TicketSettings), "settings.view", desk => new TicketSettings(desk).Run(default)),
        (typeof(ChangeTicketSettings), "settings.change", desk => new ChangeTicketSettings(desk).Run(null, null, null, default)),
        (typeof(NamesPage), "settings.view", desk => new NamesPage(desk).Run(default)),
        (typeof(ChangeNames), "settings.change", desk => new ChangeNames(desk).Reset(default)),
        (typeof(FieldList), "settings.view", desk => new FieldList(desk).Run(default)),
        (typeof(FieldPage), "settings.view", desk => Missing(() => new FieldPage(desk).Run(999, default))),
        (typeof(FieldPage), "settings.change", desk => new FieldPage(desk).Blank(default)),
        (typeof(AddField), "settings.change", desk => new AddField(desk).Run(Town.Project, new($"Serial {Guid.NewGuid()}", FieldKind.Text), default)),
        (typeof(ChangeField), "settings.change", desk => Missing(() => new ChangeField(desk).Run(999, 1, new("Serial", FieldKind.Text), default))),
        (typeof(TargetsPage), "settings.view", desk => new TargetsPage(desk).Run(default)),
        (typeof(TargetsPage), "settings.view", desk => new TargetsPage(desk).Plan(null, default)),
        (typeof(TargetsPage), "settings.view", desk => Missing(() => new TargetsPage(desk).Calendar(999, default))),
        (typeof(ChangePlan), "settings.change", async desk =>
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangePlan(desk).Run(null, 999, new Dictionary<string, string>(StringComparer.Ordinal), default));
            if (refusal.Reason != RefusalReason.Invalid)
            {
                throw refusal;
            }
        }),
        (typeof(RemovePlan), "settings.change", desk => new RemovePlan(desk).Run(null, default)),
        (typeof(AddCalendar), "settings.change", desk => new AddCalendar(desk).Run(new("Office", "Europe/Rome", ["", "9:00-18:00", "", "", "", "", ""], ""), default)),
        (typeof(ChangeCalendar), "settings.change", desk => Missing(() => new ChangeCalendar(desk).Run(999, 1, new("Office", "Europe/Rome", ["", "9:00-18:00", "", "", "", "", ""], ""), default))),
        (typeof(HealthPage), "settings.view", desk => new HealthPage(desk).Run(default)),
        (typeof(CannedReplyList), "settings.view", desk => new CannedReplyList(desk).Run(default)),
        (typeof(CannedReplyPage), "settings.view", desk => Missing(() => new CannedReplyPage(desk).Run(999, default))),
        (typeof(CannedReplyPage), "settings.change", desk => new CannedReplyPage(desk).Blank(default)),
        (typeof(AddCannedReply), "settings.change", desk => new AddCannedReply(desk).Run(new("Thanks", "Dear {{requester.name}}"), default)),
        (typeof(ChangeCannedReply), "settings.change", desk => Missing(() => new ChangeCannedReply(desk).Run(999, 1, new("Thanks", "Dear"), default))),
        (typeof(DeleteCannedReply), "settings.change", desk => Missing(() => new DeleteCannedReply(desk).Run(999, default))),
        (typeof(ForgetMailRule), "settings.change", async desk =>
        {
            await Sql(desk.House, "insert into mail_rule (address, takes, who, at) values ('a@b.example', false, 'test', 0) on conflict (address) do nothing");
            await new ForgetMailRule(desk).Run("a@b.example", default);
        }),
        (typeof(RefuseLetter), "settings.change", async desk => await new RefuseLetter(desk).Run(await Letter(desk.House), default)),
        (typeof(AlwaysForAddress), "settings.change", async desk => await new AlwaysForAddress(desk).Run(await Letter(desk.House), takes: false, default)),
        (typeof(MakeContactOfSender), "contact.add", async desk => await new MakeContactOfSender(desk).Run(await Letter(desk.House), "barilla", "luisa", default)),
        (typeof(ReplayLetter), "settings.view", async desk => await new ReplayLetter(desk).Run(await Letter(desk.House), default)),
        (typeof(AcceptReplay), "settings.change", async desk => await new AcceptReplay(desk).Run(await Letter(desk.House), default)),
        (typeof(WebhookList), "settings.change", desk => new WebhookList(desk).Run(default)),
        (typeof(WebhookList), "settings.change", desk => Missing(() => new WebhookList(desk).Deliveries(999, 50, null, default))),
        (typeof(AddWebhook), "settings.change", async desk =>
        {
            desk.House.Take(desk.House.Settings with { Seal = new Webhooks.PlainSeal() });
            await new AddWebhook(desk).Run(new("https://hooks.barilla.example/", WebhookEvents.All), default);
        }),
        (typeof(SwitchWebhook), "settings.change", desk => Missing(() => new SwitchWebhook(desk).Run(999, true, default))),
        (typeof(RemoveWebhook), "settings.change", desk => Missing(() => new RemoveWebhook(desk).Run(999, default))),
        (typeof(CallWebhook), "settings.change", desk => Missing(() => new CallWebhook(desk).Ping(999, default))),
        (typeof(CallWebhook), "settings.change", desk => Missing(() => new CallWebhook(desk).Again(999, 999, default))),
        (typeof(ImportTestResults), "workitem.change", desk => new ImportTestResults(desk).Run([], default)),
    ];

    /// <summary>These put a letter that is in no project yet into one: seeing the mailroom and the right in the project are both needed.</summary>
    private static readonly (Type Verb, Right Right, Func<Town, Desk, Task> Use)[] IntoProjects =
    [
        (typeof(AddLetterToTicket), Right.Reply, async (town, desk) => await new AddLetterToTicket(desk).Run(await Letter(desk.House), await town.Ticket(), default)),
        (typeof(OpenTicketFromLetter), Right.Open, async (_, desk) => await new OpenTicketFromLetter(desk).Run(await Letter(desk.House), Town.Project, null, default)),
    ];

    /// <summary>There is nothing of that number, but that is told only to who holds the permission.</summary>
    private static async Task Missing(Func<Task> use)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(use);
        if (refusal.Reason != RefusalReason.NotFound)
        {
            throw refusal;
        }
    }

    [Fact]
    public void Every_verb_has_a_line()
    {
        var known = Queries.Concat(OutsideProjects).Concat(ByPermission.Select(l => l.Verb)).Concat(IntoProjects.Select(l => l.Verb)).Concat(Lines.Select(l => l.Verb)).ToHashSet();
        var forgotten = typeof(Desk).Assembly.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsSealed: true } && t.GetConstructors().Any(c => c.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(Desk)))
            .Except(known).Select(t => t.Name).ToList();
        Assert.True(
            forgotten.Count == 0,
            $"Nothing shows that {string.Join(", ", forgotten)} asks the law. If it changes something, give it a line in Lines with the right it needs, or in ByPermission where no project is meant; "
            + "if it only shows, name it among Queries and hold what it shows against the law in SightTests; if it is for administrators or about oneself, name it in OutsideProjects and test its refusal there.");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_verb_is_refused_without_its_permission_and_done_with_it_and_sight_alone(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        foreach (var line in Lines)
        {
            var needed = Law.Rules[line.Right].Permission;
            await town.Permit(Permission.All.Except([needed]));
            await RefusedTo(town, "sandro", line, $"without {needed}");
            await town.Permit([.. Law.Rules[line.Right].Sight, needed, .. line.Also]);
            await using var desk = await town.DeskOf("sandro");
            var refusal = await Record.ExceptionAsync(() => line.Use(town, desk));
            Assert.True(refusal is null, $"{line} as a manager with {needed}: {refusal?.Message}");
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_verb_is_refused_to_nobody_to_outsiders_and_to_roles_that_do_not_have_the_right(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        foreach (var line in Lines)
        {
            await using (var nobody = await town.House.DeskOfNobody(default))
            {
                await Refused(town, nobody, line, "as nobody", RefusalReason.NotFound);
            }

            await RefusedTo(town, "marco", line, "as an outsider", RefusalReason.NotFound);
            var rule = Law.Rules[line.Right];
            if (!(rule.Roles | rule.OwnOnly).HasFlag(Roles.Customer))
            {
                // To customers there is no work at all.
                await RefusedTo(town, "francesca", line, "as a customer", line.Right == Right.EditWork ? RefusalReason.NotFound : RefusalReason.Denied);
            }
        }

        // Staff take tickets, but give them to nobody else.
        var number = await town.Ticket();
        await using var luca = await town.DeskOf("luca");
        await Assert.ThrowsAsync<Refusal>(() => new ChangeTicket(luca).Run(number, new() { SetAssignee = true, Assignee = "sandro" }, default));
        await new ChangeTicket(luca).Run(number, new() { SetAssignee = true, Assignee = "luca" }, default);
        await new ChangeTicket(luca).Run(number, new() { SetAssignee = true }, default);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_not_about_a_project_is_for_administrators_or_for_oneself(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var nobody = await town.House.DeskOfNobody(default);
        await using var sandro = await town.DeskOf("sandro");
        foreach (var desk in new[] { nobody, sandro })
        {
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new ImportFile(desk).Run("nothing.json", true, null, default))).Reason);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new ImportForeign(desk).Run("nothing.csv", new("taskjuggler"), true, null, default))).Reason);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new ExportFile(desk).Run("nothing.json", null, default))).Reason);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new IssueToken(desk).Run("luca", "stolen", null, default))).Reason);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new GiveGeneralPermission(desk).Run(Roles.Staff, "luca", default))).Reason);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new TakeGeneralPermission(desk).Run(Roles.Staff, 1, default))).Reason);
        }

        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new ChangeOwnSettings(nobody).Run(new("it", null, null), default))).Reason);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new OwnTokens(nobody).Run(default))).Reason);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FeedAddress(nobody).Make(default))).Reason);
        await new FeedAddress(sandro).Make(default);
        await new FeedAddress(sandro).Revoke(default);
        Assert.StartsWith("sp_", await new IssueToken(sandro).Run("sandro", "mine", null, default), StringComparison.Ordinal);
        await new ChangeOwnSettings(sandro).Run(new("it", "dark", null), default);
        Assert.Equal(["sandro it"], await town.Rows("select username, language from user_account where language is not null"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_needs_a_permission_alone_is_refused_without_it_and_done_with_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        foreach (var (verb, permission, use) in ByPermission)
        {
            await using var nobody = await town.House.DeskOfNobody(default);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => use(nobody))).Reason);
            await town.Permit(Permission.All.Except([permission]));
            await using (var without = await town.DeskOf("sandro"))
            {
                Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => use(without))).Reason);
            }

            await town.Permit([permission]);
            await using var with = await town.DeskOf("sandro");
            var refusal = await Record.ExceptionAsync(() => use(with));
            Assert.True(refusal is null, $"{verb.Name} with {permission}: {refusal?.Message}");
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_letter_goes_into_a_project_by_the_right_there_and_the_sight_of_the_mailroom(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        foreach (var (verb, right, use) in IntoProjects)
        {
            var needed = new[] { "settings.view", Permission.TicketView, Law.Rules[right].Permission };
            foreach (var missing in needed)
            {
                await town.Permit(Permission.All.Except([missing]));
                await using var without = await town.DeskOf("sandro");
                await Assert.ThrowsAsync<Refusal>(() => use(town, without));
            }

            await town.Permit(needed);
            await using (var outsider = await town.DeskOf("marco"))
            {
                await Assert.ThrowsAsync<Refusal>(() => use(town, outsider));
            }

            await using var with = await town.DeskOf("sandro");
            var refusal = await Record.ExceptionAsync(() => use(town, with));
            Assert.True(refusal is null, $"{verb.Name}: {refusal?.Message}");
        }
    }

    [Fact]
    public async Task Only_an_administrator_makes_an_administrator_or_touches_the_account_of_one()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        await using var program = await town.House.DeskOfProgram("test", default);
        await new AddUser(program).Run(new("admin", null, Superuser: true, Staff: true, Contact: null, []), default);
        Func<Desk, Task>[] forbidden =
        [
            desk => new AddUser(desk).Run(new("paolo", null, Superuser: true, Staff: false, Contact: null, []), default),
            desk => new SetPassword(desk).Run("admin", "a good sentence", default),
            desk => new DisableUser(desk).Run("admin", default),
        ];
        foreach (var use in forbidden)
        {
            // A desk of its own each: one that was refused while writing keeps other writers waiting until it is left.
            await using var sandro = await town.DeskOf("sandro");
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => use(sandro))).Reason);
        }
    }

    [Fact]
    public async Task Whoever_may_only_add_contacts_gives_no_address_to_one_that_is_there()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(["settings.view", "contact.add"]);
        var letter = await Letter(town.House);
        await using (var sandro = await town.DeskOf("sandro"))
        {
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new MakeContactOfSender(sandro).Run(letter, "barilla", "francesca", default))).Reason);
        }

        Assert.Empty(await town.Rows("select contact_id from contact_email where address = 'elena@else.example'"));
    }

    /// <summary>A letter that waits, of somebody nobody knows.</summary>
    private static async Task<long> Letter(House house)
    {
        var (sha256, size) = await house.Files.Keep(new MemoryStream("From: elena@else.example\r\nSubject: Invoice\r\n\r\nText.\r\n"u8.ToArray()), default);
        await using var desk = await house.DeskOfProgram("test", default);
        var owner = await desk.Sql.First("select id from contact where name = 'luca'", r => r.GetInt64(0), default);
        var next = 1 + await desk.Sql.First("select count(*) from letter", r => r.GetInt64(0), default);
        var row = new SpooledLetter(new("test", "folder", 1, next), owner, house.Now) { Sha256 = sha256, Size = size, Sender = "elena@else.example", Subject = "Invoice", SentAt = house.Now };
        row.HeldFor(Hold.Automatic, Sportello.Words.Said.Plain("it looks like a machine's"));
        desk.Db.Add(row);
        await desk.Save(default);
        return row.Id;
    }

    private static async Task Sql(House house, string statement)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run(statement, default);
        await desk.Save(default);
    }

    private static async Task<int> Merged(Town town)
    {
        var number = await town.Ticket();
        await using var desk = await town.House.DeskOfProgram("test", default);
        await new MergeTickets(desk).Run(number, await town.Ticket(), default);
        return number;
    }

    private static async Task<(int Number, long Comment)> Answered(Town town)
    {
        var number = await town.Ticket();
        await using var desk = await town.House.DeskOfProgram("test", default);
        return (number, await new ReplyToTicket(desk).Run(number, new("And something else."), default));
    }

    private static Dictionary<string, string> Typed(string isInternal) => new(StringComparer.Ordinal) { [KeepDraft.Body] = "Half a", [KeepDraft.Internal] = isInternal };

    private static Func<Town, Desk, Task> Changing(TicketChanges what, TicketStatus from = TicketStatus.New) =>
        async (town, desk) => await new ChangeTicket(desk).Run(await town.Ticket(from), what, default);

    private static async Task RefusedTo(Town town, string name, Line line, string how, RefusalReason reason = RefusalReason.Denied)
    {
        await using var desk = await town.DeskOf(name);
        await Refused(town, desk, line, how, reason);
    }

    private static async Task Refused(Town town, Desk desk, Line line, string how, RefusalReason reason)
    {
        var answer = await Record.ExceptionAsync(() => line.Use(town, desk));
        var without = Law.Rules[line.Right].Permission == Permission.TicketView ? RefusalReason.NotFound : reason;
        Assert.True(answer is Refusal refusal && refusal.Reason == without, $"{line} {how} should be refused as {without}: {answer?.ToString() ?? "it was done"}");
    }

    private sealed record Line(Type Verb, Right Right, Func<Town, Desk, Task> Use)
    {
        /// <summary>Other permissions that it asks for at the same time; each has a line of its own.</summary>
        public string[] Also { get; init; } = [];

        public override string ToString() => $"{Verb.Name} ({Right})";
    }
}
