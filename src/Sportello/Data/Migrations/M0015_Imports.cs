using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0015_Imports : Migration
{
    internal const string Name = "0015_imports";

    protected override void Up(MigrationBuilder migrationBuilder) => Imports(migrationBuilder);

    /// <summary>A file on its way into the directory: its bytes, how it is read, and what is planned for each of its rows.</summary>
    private static void Imports(MigrationBuilder migration)
    {
        migration.CreateTable("directory_import", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id"),
            kind = t.Int("kind"),
            begun_at = t.Moment("begun_at"),
            source = t.Text("source"),
            reading = t.Text("reading"),
            state = t.Int("state"),
            row_count = t.Int("row_count"),
            done_row = t.Int("done_row"),
        }, constraints: t => t.PrimaryKey("pk_directory_import", x => x.id));
        migration.Index("directory_import", "user_id");

        migration.CreateTable("directory_import_row", t => new
        {
            import_id = t.Key("import_id"),
            row = t.Int("row_number"),
            outcome = t.Int("outcome"),
            subject_id = t.Key("subject_id", nullable: true),
            version = t.Int("version"),
            title = t.Text("title"),
            changes = t.Text("changes"),
            reason = t.Text("reason", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_directory_import_row", x => new { x.import_id, x.row });
            t.ForeignKey("fk_directory_import_row_import_id", x => x.import_id, "directory_import", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("directory_import_row", "import_id", "outcome", "row_number");
    }
}
