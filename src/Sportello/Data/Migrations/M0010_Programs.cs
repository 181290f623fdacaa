using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0010_programs")]
internal sealed class M0010_Programs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Reports(migrationBuilder);

        // How many bugs are open, and how often each rule was right.
        migrationBuilder.CreateIndex("ix_ticket_open_by_kind", "ticket", ["kind", "project_id"], filter: "open");
        migrationBuilder.CreateIndex("ix_perfectionist_decision_said", "perfectionist_decision", ["rule", "verdict"], filter: "verdict in (1, 2)");

        // Of the rules: work that is done under a suite, and addresses where nothing arrives.
        migrationBuilder.CreateIndex("ix_work_item_done_with_suite", "work_item", ["developer_id", "suite_id", "finished_at"], filter: "suite_id is not null and status = 3");
        migrationBuilder.CreateIndex("ix_contact_email_undeliverable", "contact_email", ["contact_id"], filter: "undeliverable_at is not null");
    }

    /// <summary>A report reads a stretch of time; these hold all it asks, so that it reads nothing else.</summary>
    private static void Reports(MigrationBuilder migration)
    {
        migration.DropIndex("ix_ticket_opened_at_assignee_id_kind", "ticket");
        migration.CreateIndex("ix_ticket_opened_reported", "ticket", ["opened_at", "assignee_id", "kind", "project_id", "answered_at"]);
        migration.DropIndex("ix_ticket_closed_at", "ticket");
        migration.CreateIndex("ix_ticket_closed_reported", "ticket", ["closed_at", "assignee_id", "kind", "project_id", "opened_at"]);
    }
}
