using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0014_OwnNames : Migration
{
    internal const string Name = "0014_own_names";

    /// <summary>What this house calls kinds, statuses and priorities, where it is not the usual.</summary>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("own_name", t => new
    {
        key = t.Text("said_key"),
        language = t.Text("language"),
        text = t.Text("text"),
    }, constraints: t => t.PrimaryKey("pk_own_name", x => new { x.key, x.language }));
}
