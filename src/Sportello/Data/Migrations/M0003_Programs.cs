using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0003_programs")]
internal sealed class M0003_Programs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Jobs(migrationBuilder);
        Messages(migrationBuilder);
        Perfectionist(migrationBuilder);
        Trends(migrationBuilder);
    }

    private static void Jobs(MigrationBuilder migration)
    {
        migration.CreateTable("lease", t => new { name = t.Text("name"), holder = t.Text("holder"), until = t.Moment("until") },
            constraints: t => t.PrimaryKey("pk_lease", x => x.name));

        migration.CreateTable("job_run", t => new
        {
            id = t.Identity(),
            program = t.Text("program"),
            started_at = t.Moment("started_at"),
            ended_at = t.Moment("ended_at", nullable: true),
            pretended_at = t.Moment("pretended_at"),
            outcome = t.Int("outcome", nullable: true),
            summary = t.Text("summary"),
        }, constraints: t => t.PrimaryKey("pk_job_run", x => x.id));
        migration.Index("job_run", "program", "id");
    }

    private static void Messages(MigrationBuilder migration)
    {
        migration.CreateTable("chat_message", t => new
        {
            id = t.Identity(),
            key = t.Text("message_key"),
            program = t.Text("program"),
            contact_id = t.Key("contact_id", nullable: true),
            channel = t.Int("channel"),
            address = t.Text("address"),
            text = t.Text("text"),
            state = t.Int("state"),
            attempts = t.Int("attempts"),
            created_at = t.Moment("created_at"),
            next_attempt_at = t.Moment("next_attempt_at"),
            not_before = t.Moment("not_before"),
            claimed_until = t.Moment("claimed_until", nullable: true),
            sent_at = t.Moment("sent_at", nullable: true),
            last_error = t.Text("last_error", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_chat_message", x => x.id));
        migration.UniqueIndex("chat_message", "message_key");
        migration.Index("chat_message", "state", "next_attempt_at");
        migration.Index("chat_message", "contact_id");
    }

    private static void Perfectionist(MigrationBuilder migration)
    {
        migration.CreateTable("perfectionist_report", t => new
        {
            id = t.Identity(),
            contact_id = t.Key("contact_id"),
            day = t.Text("day"),
            at = t.Moment("at"),
            text = t.Text("text"),
            findings = t.Text("findings"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_perfectionist_report", x => x.id);
            t.ForeignKey("fk_perfectionist_report_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("perfectionist_report", "contact_id", "day");
        migration.Index("perfectionist_report", "day");

        // What was corrected, so that it can be shown and taken back.
        migration.CreateTable("perfectionist_fix", t => new
        {
            id = t.Identity(),
            contact_id = t.Key("contact_id"),
            rule = t.Text("rule"),
            ticket_number = t.Int("ticket_number"),
            was = t.Int("was"),
            became = t.Int("became"),
            at = t.Moment("at"),
            undone_at = t.Moment("undone_at", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_perfectionist_fix", x => x.id);
            t.ForeignKey("fk_perfectionist_fix_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("perfectionist_fix", "contact_id", "id");
        migration.Index("perfectionist_fix", "ticket_number");

        // Everything a rule asks of the open tickets of one assignee, answered from the index alone.
        migration.CreateIndex(
            "ix_ticket_open_of_assignee",
            "ticket",
            ["assignee_id", "status", "number", "staff_commented", "last_public_by_staff", "last_public_at", "opened_at", "id"],
            filter: "open");
    }

    private static void Trends(MigrationBuilder migration)
    {
        // Owner 0 is everybody together.
        migration.CreateTable("trend_snapshot", t => new
        {
            day = t.Text("day"),
            owner_id = t.Key("owner_id"),
            suites = t.Key("suites"),
            bug_fixes = t.Key("bug_fixes"),
            open_bug_fixes = t.Key("open_bug_fixes"),
        }, constraints: t => t.PrimaryKey("pk_trend_snapshot", x => new { x.day, x.owner_id }));

        migration.CreateTable("test_run", t => new
        {
            id = t.Identity(),
            suite_name = t.Text("suite_name"),
            at = t.Moment("at"),
            source = t.Text("source"),
            sha256 = t.Text("sha256"),
            tests = t.Int("tests"),
            failures = t.Int("failures"),
            skipped = t.Int("skipped"),
            milliseconds = t.Key("milliseconds"),
        }, constraints: t => t.PrimaryKey("pk_test_run", x => x.id));
        migration.UniqueIndex("test_run", "sha256", "suite_name");
        migration.Index("test_run", "suite_name", "at");
        migration.Index("work_item", "work_type", "suite_id", "status");
    }
}
