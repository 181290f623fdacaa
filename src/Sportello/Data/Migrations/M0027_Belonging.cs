using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>Which comments went from which ticket to which, so that they find back; and what of a person is open.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0027_Belonging : Migration
{
    internal const string Name = "0027_belonging";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("comment_move", t => new
        {
            id = t.Identity(),
            comment_id = t.Key("comment_id"),
            from_id = t.Key("from_id"),
            to_id = t.Key("to_id"),
            split = t.Flag("split"),
            watching_id = t.Key("watching_id", nullable: true),
            merged_from_id = t.Key("merged_from_id", nullable: true),
            at = t.Moment("at"),
            undone_at = t.Moment("undone_at", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_comment_move", x => x.id);
            t.ForeignKey("fk_comment_move_comment_id", x => x.comment_id, "comment", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_comment_move_from_id", x => x.from_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_comment_move_to_id", x => x.to_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.Index("comment_move", "comment_id");
        migrationBuilder.Index("comment_move", "from_id");
        migrationBuilder.Index("comment_move", "to_id");

        // What a requester has open stands first beside their other tickets, however many those are.
        migrationBuilder.CreateIndex("ix_ticket_open_of_requester", "ticket", ["requester_id", "updated_at", "id"], filter: "open");
    }
}
