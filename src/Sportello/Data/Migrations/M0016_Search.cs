using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>
/// The words of tickets and comments. Each database has a kind of table of its own for them, which is why this migration alone asks where
/// it is; and how far the words of what was there before have been filled in.
/// </summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0016_Search : Migration
{
    internal const string Name = "0016_search";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var postgres = migrationBuilder.ActiveProvider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true;
        foreach (var table in new[] { "ticket_words", "comment_words" })
        {
            if (postgres)
            {
                migrationBuilder.Sql($"create table {table} (id bigint primary key, words tsvector not null);");
                migrationBuilder.Sql($"create index ix_{table}_words on {table} using gin (words) with (gin_pending_list_limit = 256);");
            }
            else
            {
                migrationBuilder.Sql($"create virtual table {table} using fts5 (words, content='', contentless_delete=1, detail=none, tokenize=\"unicode61 remove_diacritics 0 tokenchars ':'\");");
            }
        }

        migrationBuilder.CreateTable("search_fill", t => new
        {
            name = t.Text("name"),
            done = t.Key("done"),
            upto = t.Key("upto"),
        }, constraints: t => t.PrimaryKey("pk_search_fill", x => x.name));
        migrationBuilder.Sql("insert into search_fill (name, done, upto) select 'ticket', 0, coalesce(max(id), 0) from ticket;");
        migrationBuilder.Sql("insert into search_fill (name, done, upto) select 'comment', 0, coalesce(max(id), 0) from comment;");
    }
}
