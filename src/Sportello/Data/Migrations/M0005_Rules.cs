using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0005_Rules : Migration
{
    public const string Name = "0005_rules";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Reminders(migrationBuilder);
        Indexes(migrationBuilder);
        Decisions(migrationBuilder);
    }

    private static void Reminders(MigrationBuilder migration)
    {
        migration.AddColumn<long>("asked_at", "ticket", nullable: true);
        migration.AddColumn<string>("promised_on", "ticket", nullable: true);
        migration.AddColumn<long>("file_mentioned_at", "ticket", nullable: true);
        migration.AddColumn<int>("handed_on", "ticket", nullable: false, defaultValue: 0);
        migration.Sql(
            """
            update ticket set handed_on =
                (select count(*) from history h where h.subject = 1 and h.subject_id = ticket.id and h.what = 'assignee' and h.from_value is not null and h.to_value is not null)
            where exists (select 1 from history h where h.subject = 1 and h.subject_id = ticket.id and h.what = 'assignee' and h.from_value is not null);
            """);
    }

    /// <summary>Each rule walks an index that holds little more than what it can find.</summary>
    private static void Indexes(MigrationBuilder migration)
    {
        migration.CreateIndex("ix_ticket_asked", "ticket", ["assignee_id", "asked_at"], filter: "open and asked_at is not null");
        migration.CreateIndex("ix_ticket_promised", "ticket", ["assignee_id", "promised_on"], filter: "open and promised_on is not null");
        migration.CreateIndex("ix_ticket_file_mentioned", "ticket", ["assignee_id", "file_mentioned_at"], filter: "open and file_mentioned_at is not null");
        migration.CreateIndex("ix_ticket_handed_on", "ticket", ["assignee_id", "handed_on"], filter: "open and handed_on > 1");
        migration.CreateIndex("ix_ticket_closed_last_word_theirs", "ticket", ["assignee_id", "closed_at"], filter: "not open and not last_public_by_staff");
        migration.Index("work_item", "status");
        migration.CreateIndex("ix_work_item_overdue", "work_item", ["developer_id", "planned_end"], filter: "planned_end is not null and status not in (3, 5)");
        migration.CreateIndex("ix_contact_inactive", "contact", ["id"], filter: "not active");
        migration.CreateIndex("ix_organization_inactive", "organization", ["id"], filter: "not active");
        migration.Index("user_account", "last_sign_in");
    }

    private static void Decisions(MigrationBuilder migration)
    {
        // Contact 0 is everybody.
        migration.CreateTable("perfectionist_mode", t => new { rule = t.Text("rule"), contact_id = t.Key("contact_id"), mode = t.Int("mode") },
            constraints: t => t.PrimaryKey("pk_perfectionist_mode", x => new { x.rule, x.contact_id }));

        // What people said of a finding. The thing is a ticket's number, or the key of what the rule is about.
        migration.CreateTable("perfectionist_decision", t => new
        {
            id = t.Identity(),
            rule = t.Text("rule"),
            thing = t.Key("thing"),
            verdict = t.Int("verdict"),
            seen_at = t.Moment("seen_at", nullable: true),
            until = t.Text("until", nullable: true),
            reason = t.Text("reason", nullable: true),
            at = t.Moment("at"),
            who = t.Text("who"),
            ended_at = t.Moment("ended_at", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_perfectionist_decision", x => x.id));
        migration.Index("perfectionist_decision", "rule", "thing");

        migration.AddColumn<string>("field", "perfectionist_fix", nullable: false, defaultValue: "status");
        migration.AddColumn<long>("was_key", "perfectionist_fix", nullable: true);
        migration.AddColumn<string>("who", "perfectionist_fix", nullable: false, defaultValue: "perfectionist");
        migration.AddColumn<string>("undone_by", "perfectionist_fix", nullable: true);
        migration.Index("perfectionist_fix", "rule", "undone_at");
    }
}
