using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>What became of things of other systems: by it a second import finds them again.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0021_Origins : Migration
{
    internal const string Name = "0021_origins";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("foreign_thing", t => new
    {
        source = t.Text("source"),
        kind = t.Text("kind"),
        foreign_id = t.Text("foreign_id"),
        own_id = t.Key("own_id"),
    }, constraints: t => t.PrimaryKey("pk_foreign_thing", x => new { x.source, x.kind, x.foreign_id }));
}
