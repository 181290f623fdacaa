using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0007_letters")]
internal sealed class M0007_Letters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Merging(migrationBuilder);
        Boxes(migrationBuilder);
        Rules(migrationBuilder);

        // Where quoted history and the signature stand in the text, decided when the letter came.
        migrationBuilder.AddColumn<string>("folds", "comment", nullable: true);
    }

    private static void Merging(MigrationBuilder migration)
    {
        migration.AddColumn<long>("merged_into_id", "ticket", nullable: true);
        migration.Index("ticket", "merged_into_id");
        migration.AddColumn<long>("merged_from_id", "comment", nullable: true);
        migration.Index("comment", "merged_from_id");

        // What a merge has moved, so that it can be taken back.
        migration.CreateTable("ticket_merge", t => new
        {
            id = t.Identity(),
            source_id = t.Key("source_id"),
            target_id = t.Key("target_id"),
            was = t.Int("was"),
            watchers = t.Text("watchers"),
            work = t.Text("work"),
            at = t.Moment("at"),
            undone_at = t.Moment("undone_at", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_ticket_merge", x => x.id);
            t.ForeignKey("fk_ticket_merge_source_id", x => x.source_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_ticket_merge_target_id", x => x.target_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("ticket_merge", "source_id");
        migration.Index("ticket_merge", "target_id");
    }

    private static void Boxes(MigrationBuilder migration)
    {
        // How each folder fares: what the last look into it came to, and whether somebody has been told.
        migration.CreateTable("mail_box", t => new
        {
            id = t.Identity(),
            box = t.Text("box"),
            folder = t.Text("folder"),
            program = t.Text("program"),
            owner_id = t.Key("owner_id", nullable: true),
            looked_at = t.Moment("looked_at"),
            succeeded_at = t.Moment("succeeded_at", nullable: true),
            lag = t.Moment("lag", nullable: true),
            failures = t.Int("failures"),
            failing_since = t.Moment("failing_since", nullable: true),
            rests_until = t.Moment("rests_until", nullable: true),
            error = t.Text("error", nullable: true),
            silent_since = t.Moment("silent_since", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_mail_box", x => x.id);
            t.ForeignKey("fk_mail_box_owner_id", x => x.owner_id, "contact", "id", onDelete: ReferentialAction.SetNull);
        });
        migration.UniqueIndex("mail_box", "box", "folder");
        migration.Index("mail_box", "owner_id");
        migration.Index("letter", "box", "folder", "id");
    }

    private static void Rules(MigrationBuilder migration)
    {
        // What is always done with letters of an address, and who decided so.
        migration.CreateTable("mail_rule", t => new
        {
            address = t.Text("address"),
            takes = t.Flag("takes"),
            who = t.Text("who"),
            at = t.Moment("at"),
        }, constraints: t => t.PrimaryKey("pk_mail_rule", x => x.address));
    }
}
