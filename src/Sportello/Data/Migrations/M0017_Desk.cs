using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>What people have begun to write, and what they changed at many tickets at once.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0017_Desk : Migration
{
    internal const string Name = "0017_desk";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // The ticket 0 is the one that is being opened.
        migrationBuilder.CreateTable("draft", t => new
        {
            user_id = t.Key("user_id"),
            ticket_id = t.Key("ticket_id"),
            fields = t.Text("fields"),
            at = t.Moment("at"),
        }, constraints: t => t.PrimaryKey("pk_draft", x => new { x.user_id, x.ticket_id }));
        migrationBuilder.CreateTable("bulk_change", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id"),
            at = t.Moment("at"),
            changed = t.Text("changed"),
            failed = t.Text("failed"),
            undone_at = t.Moment("undone_at", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_bulk_change", x => x.id));
    }
}
