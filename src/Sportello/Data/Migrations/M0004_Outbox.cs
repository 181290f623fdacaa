using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0004_outbox")]
internal sealed class M0004_Outbox : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Mail(migrationBuilder);
        Choices(migrationBuilder);
    }

    private static void Mail(MigrationBuilder migration)
    {
        migration.CreateTable("mail", t => new
        {
            id = t.Identity(),
            ticket_id = t.Key("ticket_id"),
            comment_id = t.Key("comment_id", nullable: true),
            kind = t.Int("kind"),
            @internal = t.Flag("internal"),
            author_id = t.Key("author_id", nullable: true),
            author_name = t.Text("author_name"),
            status_from = t.Text("status_from", nullable: true),
            status_to = t.Text("status_to", nullable: true),
            assignee_from = t.Text("assignee_from", nullable: true),
            assignee_to = t.Text("assignee_to", nullable: true),
            created_at = t.Moment("created_at"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_mail", x => x.id);
            t.ForeignKey("fk_mail_ticket_id", x => x.ticket_id, "ticket", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_mail_comment_id", x => x.comment_id, "comment", "id", onDelete: ReferentialAction.SetNull);
        });
        migration.Index("mail", "ticket_id", "id");
        migration.Index("mail", "comment_id");

        migration.CreateTable("mail_recipient", t => new
        {
            id = t.Identity(),
            mail_id = t.Key("mail_id"),
            contact_id = t.Key("contact_id", nullable: true),
            name = t.Text("name"),
            address = t.Text("address"),
            language = t.Text("language"),
            ours = t.Flag("ours"),
            automatic = t.Flag("automatic"),
            reasons = t.Int("reasons"),
            message_id = t.Text("message_id", nullable: true),
            state = t.Int("state"),
            attempts = t.Int("attempts"),
            created_at = t.Moment("created_at"),
            next_attempt_at = t.Moment("next_attempt_at"),
            claimed_by = t.Text("claimed_by", nullable: true),
            claimed_until = t.Moment("claimed_until", nullable: true),
            sent_at = t.Moment("sent_at", nullable: true),
            last_answer = t.Text("last_answer", nullable: true),
            report_id = t.Key("report_id", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_mail_recipient", x => x.id);
            t.ForeignKey("fk_mail_recipient_mail_id", x => x.mail_id, "mail", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_mail_recipient_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.SetNull);
            t.ForeignKey("fk_mail_recipient_report_id", x => x.report_id, "letter", "id", onDelete: ReferentialAction.SetNull);
        });
        migration.Index("mail_recipient", "mail_id");
        migration.Index("mail_recipient", "contact_id");
        migration.Index("mail_recipient", "report_id");
        migration.Index("mail_recipient", "state", "next_attempt_at", "id");
        migration.Index("mail_recipient", "state", "id");

        // How many automatic mails an address got within the last hour.
        migration.Index("mail_recipient", "address", "created_at");
    }

    private static void Choices(MigrationBuilder migration)
    {
        migration.CreateTable("notice_choice", t => new { contact_id = t.Key("contact_id"), project_id = t.Key("project_id"), choice = t.Int("choice") }, constraints: t =>
        {
            t.PrimaryKey("pk_notice_choice", x => new { x.contact_id, x.project_id });
            t.ForeignKey("fk_notice_choice_contact_id", x => x.contact_id, "contact", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_notice_choice_project_id", x => x.project_id, "project", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("notice_choice", "project_id");

        migration.AddColumn<long>("undeliverable_at", "contact_email", nullable: true);
        migration.AddColumn<string>("undeliverable_why", "contact_email", nullable: true);

        // Letters that were handed over have no UID of a server, so they count their own; and whoever takes one in waits for the other.
        migration.InsertData("counter", ["name", "value"], ["text", "bigint"], new object[,] { { "delivered", 0L }, { "letter", 0L } });
    }
}
