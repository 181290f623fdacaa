using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0001_start")]
internal sealed class M0001_Start : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Directory(migrationBuilder);
        Projects(migrationBuilder);
        Tickets(migrationBuilder);
        Work(migrationBuilder);
        Books(migrationBuilder);
    }

    private static void Directory(MigrationBuilder migration)
    {
        migration.CreateTable("organization", t => new
        {
            id = t.Identity(),
            name = t.Text("name"),
            category = t.Int("category"),
            active = t.Flag("active"),
            version = t.Int("version"),
        }, constraints: t => t.PrimaryKey("pk_organization", x => x.id));
        migration.UniqueIndex("organization", "name");

        migration.CreateTable("user_account", t => new
        {
            id = t.Identity(),
            username = t.Text("username"),
            password_hash = t.Text("password_hash"),
            superuser = t.Flag("superuser"),
            staff = t.Flag("staff"),
            active = t.Flag("active"),
            language = t.Text("language", nullable: true),
            time_zone = t.Text("time_zone", nullable: true),
            theme = t.Text("theme", nullable: true),
            security_stamp = t.Text("security_stamp"),
            failed_sign_ins = t.Int("failed_sign_ins"),
            locked_until = t.Moment("locked_until", nullable: true),
            last_sign_in = t.Moment("last_sign_in", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_user_account", x => x.id));
        migration.UniqueIndex("user_account", "username");

        migration.CreateTable("access_group", t => new { id = t.Identity(), name = t.Text("name") },
            constraints: t => t.PrimaryKey("pk_access_group", x => x.id));
        migration.UniqueIndex("access_group", "name");
        migration.CreateTable("group_permission", t => new { group_id = t.Key("group_id"), permission = t.Text("permission") }, constraints: t =>
        {
            t.PrimaryKey("pk_group_permission", x => new { x.group_id, x.permission });
            t.ForeignKey("fk_group_permission_group_id", x => x.group_id, "access_group", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateTable("group_member", t => new { group_id = t.Key("group_id"), user_id = t.Key("user_id") }, constraints: t =>
        {
            t.PrimaryKey("pk_group_member", x => new { x.group_id, x.user_id });
            t.ForeignKey("fk_group_member_group_id", x => x.group_id, "access_group", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_group_member_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("group_member", "user_id");

        migration.CreateTable("contact", t => new
        {
            id = t.Identity(),
            organization_id = t.Key("organization_id"),
            user_id = t.Key("user_id", nullable: true),
            name = t.Text("name"),
            active = t.Flag("active"),
            language = t.Text("language", nullable: true),
            slack = t.Text("slack", nullable: true),
            jabber = t.Text("jabber", nullable: true),
            stat = t.Flag("stat"),
            correct = t.Flag("correct"),
            imap_folder = t.Text("imap_folder", nullable: true),
            opens_kind = t.Int("opens_kind", nullable: true),
            version = t.Int("version"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_contact", x => x.id);
            t.ForeignKey("fk_contact_organization_id", x => x.organization_id, "organization", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_contact_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.UniqueIndex("contact", "user_id");
        migration.Index("contact", "organization_id");
        migration.Index("contact", "name");

        migration.CreateTable("contact_email", t => new
        {
            id = t.Identity(),
            contact_id = t.Key("contact_id"),
            address = t.Text("address"),
            place = t.Int("place"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_contact_email", x => x.id);
            t.ForeignKey("fk_contact_email_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("contact_email", "address");
        migration.Index("contact_email", "contact_id");

        migration.CreateTable("api_token", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id"),
            name = t.Text("name"),
            hash = t.Text("hash"),
            created_at = t.Moment("created_at"),
            expires_at = t.Moment("expires_at", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_api_token", x => x.id);
            t.ForeignKey("fk_api_token_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.UniqueIndex("api_token", "hash");
        migration.Index("api_token", "user_id");
    }

    private static void Projects(MigrationBuilder migration)
    {
        migration.CreateTable("project", t => new
        {
            id = t.Identity(),
            organization_id = t.Key("organization_id"),
            name = t.Text("name"),
            start_date = t.Text("start_date", nullable: true),
            end_date = t.Text("end_date", nullable: true),
            active = t.Flag("active"),
            notifications = t.Flag("notifications"),
            version = t.Int("version"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_project", x => x.id);
            t.ForeignKey("fk_project_organization_id", x => x.organization_id, "organization", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.UniqueIndex("project", "name");
        migration.Index("project", "organization_id");

        migration.CreateTable("project_member", t => new { project_id = t.Key("project_id"), contact_id = t.Key("contact_id"), role = t.Int("role") }, constraints: t =>
        {
            t.PrimaryKey("pk_project_member", x => new { x.project_id, x.contact_id, x.role });
            t.ForeignKey("fk_project_member_project_id", x => x.project_id, "project", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_project_member_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.Index("project_member", "contact_id");

        migration.CreateTable("general_permission", t => new { contact_id = t.Key("contact_id"), role = t.Int("role") }, constraints: t =>
        {
            t.PrimaryKey("pk_general_permission", x => new { x.contact_id, x.role });
            t.ForeignKey("fk_general_permission_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Restrict);
        });
    }

    private static void Tickets(MigrationBuilder migration)
    {
        migration.CreateTable("ticket", t => new
        {
            id = t.Identity(),
            number = t.Int("number"),
            project_id = t.Key("project_id"),
            kind = t.Int("kind"),
            status = t.Int("status"),
            open = t.Flag("open"),
            priority = t.Int("priority"),
            subject = t.Text("subject"),
            requester_id = t.Key("requester_id", nullable: true),
            assignee_id = t.Key("assignee_id", nullable: true),
            origin = t.Int("origin"),
            opened_at = t.Moment("opened_at"),
            updated_at = t.Moment("updated_at"),
            closed_at = t.Moment("closed_at", nullable: true),
            comment_count = t.Int("comment_count"),
            last_comment_at = t.Moment("last_comment_at", nullable: true),
            last_comment_by_id = t.Key("last_comment_by_id", nullable: true),
            last_comment_by_staff = t.Flag("last_comment_by_staff"),
            last_public_at = t.Moment("last_public_at", nullable: true),
            last_public_by_staff = t.Flag("last_public_by_staff"),
            staff_commented = t.Flag("staff_commented"),
            version = t.Int("version"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_ticket", x => x.id);
            t.ForeignKey("fk_ticket_project_id", x => x.project_id, "project", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_ticket_requester_id", x => x.requester_id, "contact", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_ticket_assignee_id", x => x.assignee_id, "contact", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.UniqueIndex("ticket", "number");

        // One index for each way a list is driven; the last two columns are the key it pages by.
        migration.Index("ticket", "updated_at", "id");
        migration.Index("ticket", "open", "updated_at", "id");
        migration.Index("ticket", "status", "updated_at", "id");
        migration.Index("ticket", "project_id", "updated_at", "id");
        migration.Index("ticket", "project_id", "open", "updated_at", "id");
        migration.Index("ticket", "project_id", "number");
        migration.Index("ticket", "assignee_id", "status", "updated_at", "id");
        migration.Index("ticket", "requester_id", "updated_at", "id");

        // Leaders count by assignee over the opening date.
        migration.Index("ticket", "opened_at", "assignee_id", "kind");

        migration.CreateTable("ticket_watcher", t => new { ticket_id = t.Key("ticket_id"), contact_id = t.Key("contact_id") }, constraints: t =>
        {
            t.PrimaryKey("pk_ticket_watcher", x => new { x.ticket_id, x.contact_id });
            t.ForeignKey("fk_ticket_watcher_ticket_id", x => x.ticket_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_ticket_watcher_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.Index("ticket_watcher", "contact_id");

        migration.CreateTable("comment", t => new
        {
            id = t.Identity(),
            ticket_id = t.Key("ticket_id"),
            author_id = t.Key("author_id", nullable: true),
            author_name = t.Text("author_name"),
            at = t.Moment("at"),
            @internal = t.Flag("internal"),
            by_staff = t.Flag("by_staff"),
            automatic = t.Flag("automatic"),
            door = t.Int("door"),
            body = t.Text("body"),
            html = t.Text("html", nullable: true),
            message_id = t.Text("message_id", nullable: true),
            letter_id = t.Key("letter_id", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_comment", x => x.id);
            t.ForeignKey("fk_comment_ticket_id", x => x.ticket_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_comment_author_id", x => x.author_id, "contact", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.Index("comment", "ticket_id", "at", "id");
        migration.Index("comment", "message_id");
        migration.Index("comment", "author_id");

        migration.CreateTable("attachment", t => new
        {
            id = t.Identity(),
            comment_id = t.Key("comment_id"),
            name = t.Text("name"),
            media_type = t.Text("media_type"),
            size = t.Column<long>(name: "size", nullable: false),
            sha256 = t.Text("sha256"),
            inline = t.Flag("inline"),
            content_id = t.Text("content_id", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_attachment", x => x.id);
            t.ForeignKey("fk_attachment_comment_id", x => x.comment_id, "comment", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("attachment", "comment_id");

        // Kept, never counted: how many tickets stand where. Assignee 0 is nobody.
        migration.CreateTable("ticket_count", t => new
        {
            project_id = t.Key("project_id"),
            assignee_id = t.Key("assignee_id"),
            status = t.Int("status"),
            n = t.Key("n"),
        }, constraints: t => t.PrimaryKey("pk_ticket_count", x => new { x.project_id, x.assignee_id, x.status }));
    }

    private static void Work(MigrationBuilder migration)
    {
        migration.CreateTable("test_suite", t => new { id = t.Identity(), name = t.Text("name"), owner_id = t.Key("owner_id", nullable: true) }, constraints: t =>
        {
            t.PrimaryKey("pk_test_suite", x => x.id);
            t.ForeignKey("fk_test_suite_owner_id", x => x.owner_id, "contact", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.UniqueIndex("test_suite", "name");

        migration.CreateTable("work_item", t => new
        {
            id = t.Identity(),
            number = t.Int("number"),
            project_id = t.Key("project_id"),
            name = t.Text("name"),
            work_type = t.Int("work_type"),
            status = t.Int("status"),
            priority = t.Int("priority"),
            issued_by_id = t.Key("issued_by_id", nullable: true),
            developer_id = t.Key("developer_id", nullable: true),
            tester_id = t.Key("tester_id", nullable: true),
            start_date = t.Text("start_date", nullable: true),
            planned_end = t.Text("planned_end", nullable: true),
            tested_at = t.Moment("tested_at", nullable: true),
            finished_at = t.Moment("finished_at", nullable: true),
            suite_id = t.Key("suite_id", nullable: true),
            version = t.Int("version"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_work_item", x => x.id);
            t.ForeignKey("fk_work_item_project_id", x => x.project_id, "project", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_work_item_issued_by_id", x => x.issued_by_id, "contact", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_work_item_developer_id", x => x.developer_id, "contact", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_work_item_tester_id", x => x.tester_id, "contact", "id", onDelete: ReferentialAction.Restrict);
            t.ForeignKey("fk_work_item_suite_id", x => x.suite_id, "test_suite", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.UniqueIndex("work_item", "number");
        migration.Index("work_item", "project_id", "status");
        migration.Index("work_item", "suite_id");

        migration.CreateTable("ticket_work_item", t => new { ticket_id = t.Key("ticket_id"), work_item_id = t.Key("work_item_id") }, constraints: t =>
        {
            t.PrimaryKey("pk_ticket_work_item", x => new { x.ticket_id, x.work_item_id });
            t.ForeignKey("fk_ticket_work_item_ticket_id", x => x.ticket_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_ticket_work_item_work_item_id", x => x.work_item_id, "work_item", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("ticket_work_item", "work_item_id");

        migration.CreateTable("work_item_comment", t => new
        {
            id = t.Identity(),
            work_item_id = t.Key("work_item_id"),
            author_id = t.Key("author_id", nullable: true),
            author_name = t.Text("author_name"),
            at = t.Moment("at"),
            body = t.Text("body"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_work_item_comment", x => x.id);
            t.ForeignKey("fk_work_item_comment_work_item_id", x => x.work_item_id, "work_item", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("work_item_comment", "work_item_id");
    }

    private static void Books(MigrationBuilder migration)
    {
        migration.CreateTable("history", t => new
        {
            id = t.Identity(),
            subject = t.Int("subject"),
            subject_id = t.Key("subject_id"),
            subject_version = t.Int("subject_version"),
            at = t.Moment("at"),
            contact_id = t.Key("contact_id", nullable: true),
            who = t.Text("who"),
            door = t.Int("door"),
            what = t.Text("what"),
            from = t.Text("from_value", nullable: true),
            to = t.Text("to_value", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_history", x => x.id));
        migration.Index("history", "subject", "subject_id", "id");

        migration.CreateTable("setting", t => new { name = t.Text("name"), value = t.Text("value") },
            constraints: t => t.PrimaryKey("pk_setting", x => x.name));

        // Numbers that only grow: the next ticket, the next work item, the epoch of the access rules.
        migration.CreateTable("counter", t => new { name = t.Text("name"), value = t.Key("value") },
            constraints: t => t.PrimaryKey("pk_counter", x => x.name));
        migration.InsertData("counter", ["name", "value"], ["text", "bigint"], new object[,] { { "ticket", 9999L }, { "work-item", 0L }, { "access", 0L } });
    }
}
