using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0018_Views : Migration
{
    internal const string Name = "0018_views";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("saved_view", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id"),
            shared = t.Flag("shared"),
            name = t.Text("name"),
            state = t.Text("state"),
            place = t.Int("place"),
            deleted_at = t.Moment("deleted_at", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_saved_view", x => x.id));
        migrationBuilder.Index("saved_view", "user_id");
        migrationBuilder.Index("saved_view", "shared");
    }
}
