using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0025_ImportProgress : Migration
{
    internal const string Name = "0025_import_progress";

    /// <summary>How far streams have come in that broke off: how many objects of a type, by the hash of the file.</summary>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("import_progress", t => new
    {
        file = t.Text("file"),
        type = t.Text("type"),
        done = t.Int("done"),
        at = t.Moment("at"),
    }, constraints: t => t.PrimaryKey("pk_import_progress", x => new { x.file, x.type }));
}
