using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>Tickets that are put off until a moment.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0026_Snoozing : Migration
{
    internal const string Name = "0026_snoozing";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("snoozed_until", "ticket", nullable: true);
        migrationBuilder.AddColumn<long>("snoozed_by_id", "ticket", nullable: true);

        // Only what is put off; few of all there are.
        migrationBuilder.CreateIndex("ix_ticket_snoozed", "ticket", ["snoozed_until", "id"], filter: "snoozed_until is not null");
        migrationBuilder.CreateIndex("ix_ticket_snoozed_by_project", "ticket", ["project_id", "snoozed_until", "id"], filter: "snoozed_until is not null");

        // Beside ticket_count, which goes on counting all: views that leave these out take the one from the other.
        migrationBuilder.CreateTable("snoozed_count", t => new
        {
            project_id = t.Key("project_id"),
            assignee_id = t.Key("assignee_id"),
            status = t.Int("status"),
            n = t.Key("n"),
        }, constraints: t => t.PrimaryKey("pk_snoozed_count", x => new { x.project_id, x.assignee_id, x.status }));
    }
}
