using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0014_CannedReplies : Migration
{
    internal const string Name = "0014_canned_replies";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("canned_reply", t => new
        {
            id = t.Identity(),
            name = t.Text("name"),
            project_id = t.Key("project_id", nullable: true),
            language = t.Text("language", nullable: true),
            body = t.Text("body"),
            version = t.Int("version"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_canned_reply", x => x.id);
            t.ForeignKey("fk_canned_reply_project_id", x => x.project_id, "project", "id");
        });
        migrationBuilder.Index("canned_reply", "project_id");

        // Moves when somebody changes what every process keeps in memory of the settings.
        migrationBuilder.InsertData("counter", ["name", "value"], ["text", "bigint"], new object[,] { { "settings", 0L } });
    }
}
