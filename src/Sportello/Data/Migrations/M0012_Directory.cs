using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0012_Directory : Migration
{
    internal const string Name = "0012_directory";

    /// <summary>Words are compared by their bytes on both databases: a beginning is then a range of the index.</summary>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("directory_word", t => new
        {
            word = t.Bytewise("word", migrationBuilder),
            subject = t.Int("subject"),
            id = t.Key("id"),
        }, constraints: t => t.PrimaryKey("pk_directory_word", x => new { x.subject, x.word, x.id }));
        migrationBuilder.Index("directory_word", "subject", "id");
    }
}
