using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0002_mailroom")]
internal sealed class M0002_Mailroom : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("letter", t => new
        {
            id = t.Identity(),
            box = t.Text("box"),
            folder = t.Text("folder"),
            uid_validity = t.Key("uid_validity"),
            uid = t.Key("uid"),
            owner_id = t.Key("owner_id", nullable: true),
            message_id = t.Text("message_id", nullable: true),
            sha256 = t.Text("sha256", nullable: true),
            size = t.Column<long>(name: "size", nullable: false),
            sent_at = t.Moment("sent_at"),
            arrived_at = t.Moment("arrived_at", nullable: true),
            taken_at = t.Moment("taken_at"),
            sender = t.Text("sender"),
            sender_name = t.Text("sender_name"),
            subject = t.Text("subject"),
            verdict = t.Int("verdict", nullable: true),
            outcome = t.Int("outcome"),
            hold = t.Int("hold", nullable: true),
            reason = t.Text("reason", nullable: true),
            attempts = t.Int("attempts"),
            ticket_id = t.Key("ticket_id", nullable: true),
            comment_id = t.Key("comment_id", nullable: true),
            renumbering = t.Int("renumbering"),
            copy_uid = t.Key("copy_uid", nullable: true),
            trace = t.Text("trace"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_letter", x => x.id);
            t.ForeignKey("fk_letter_owner_id", x => x.owner_id, "contact", "id", onDelete: ReferentialAction.SetNull);
            t.ForeignKey("fk_letter_ticket_id", x => x.ticket_id, "ticket", "id", onDelete: ReferentialAction.SetNull);
            t.ForeignKey("fk_letter_comment_id", x => x.comment_id, "comment", "id", onDelete: ReferentialAction.SetNull);
        });
        migrationBuilder.UniqueIndex("letter", "box", "folder", "uid_validity", "uid");
        migrationBuilder.Index("letter", "outcome", "id");
        migrationBuilder.Index("letter", "message_id");
        migrationBuilder.Index("letter", "ticket_id");
        migrationBuilder.Index("letter", "comment_id");

        migrationBuilder.CreateTable("known_message", t => new
        {
            id = t.Text("id"),
            ticket_id = t.Key("ticket_id"),
            comment_id = t.Key("comment_id", nullable: true),
            content = t.Text("content", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_known_message", x => x.id);
            t.ForeignKey("fk_known_message_ticket_id", x => x.ticket_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_known_message_comment_id", x => x.comment_id, "comment", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.Index("known_message", "ticket_id");
        migrationBuilder.Index("known_message", "comment_id");
    }
}
