using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0014_TicketFields : Migration
{
    internal const string Name = "0014_ticket_fields";

    /// <summary>The values lie with the ticket, so that a page that shows them asks for nothing more.</summary>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("ticket_field", t => new
        {
            id = t.Identity(),
            project_id = t.Key("project_id"),
            name = t.Text("name"),
            kind = t.Int("kind"),
            required = t.Flag("required"),
            for_customers = t.Flag("for_customers"),
            choices = t.Text("choices"),
            position = t.Int("position"),
            active = t.Flag("active"),
            version = t.Int("version"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_ticket_field", x => x.id);
            t.ForeignKey("fk_ticket_field_project_id", x => x.project_id, "project", "id");
        });
        migrationBuilder.UniqueIndex("ticket_field", "project_id", "name");
        migrationBuilder.AddColumn<string>("fields", "ticket", nullable: true);
    }
}
