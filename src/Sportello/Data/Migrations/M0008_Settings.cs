using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0008_settings")]
internal sealed class M0008_Settings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("web_setting", t => new
    {
        section = t.Text("section"),
        key = t.Text("name"),
        value = t.Text("value"),
        secret = t.Flag("secret"),
        who = t.Text("who"),
        at = t.Moment("at"),
    }, constraints: t => t.PrimaryKey("pk_web_setting", x => new { x.section, x.key }));
}
