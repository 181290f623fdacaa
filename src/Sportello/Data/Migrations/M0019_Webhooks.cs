using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>Addresses that are told of what happens, what they were told, and secret addresses at which people's own feeds are read.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0019_Webhooks : Migration
{
    internal const string Name = "0019_webhooks";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Webhooks(migrationBuilder);
        Deliveries(migrationBuilder);
        migrationBuilder.CreateTable("feed_address", t => new
        {
            user_id = t.Key("user_id"),
            hash = t.Text("hash"),
            created_at = t.Moment("created_at"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_feed_address", x => x.user_id);
            t.ForeignKey("fk_feed_address_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.UniqueIndex("feed_address", "hash");
        migrationBuilder.CreateIndex("ix_work_item_planned_developer", "work_item", ["developer_id", "planned_end"], filter: "open and planned_end is not null");
        migrationBuilder.CreateIndex("ix_work_item_planned_tester", "work_item", ["tester_id", "planned_end"], filter: "open and planned_end is not null");
        migrationBuilder.CreateIndex("ix_work_item_planned_project", "work_item", ["project_id", "planned_end"], filter: "open and planned_end is not null");
    }

    private static void Webhooks(MigrationBuilder migration)
    {
        migration.CreateTable("webhook", t => new
        {
            id = t.Identity(),
            url = t.Text("url"),
            events = t.Text("events"),
            owner_id = t.Key("owner_id"),
            project_id = t.Key("project_id", nullable: true),
            secret = t.Text("secret"),
            active = t.Flag("active"),
            gone = t.Flag("gone"),
            created_at = t.Moment("created_at"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_webhook", x => x.id);
            t.ForeignKey("fk_webhook_owner_id", x => x.owner_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
            t.ForeignKey("fk_webhook_project_id", x => x.project_id, "project", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("webhook", "owner_id");
        migration.Index("webhook", "project_id");
        migration.InsertData("counter", ["name", "value"], ["text", "bigint"], new object[,] { { "webhook", 0L } });
    }

    /// <summary>The thing is the number of a ticket or work item, or the key of a project; the comment is below zero where it is one of a work item.</summary>
    private static void Deliveries(MigrationBuilder migration)
    {
        migration.CreateTable("webhook_delivery", t => new
        {
            id = t.Identity(),
            key = t.Text("key"),
            webhook_id = t.Key("webhook_id"),
            @event = t.Text("event"),
            thing = t.Key("thing"),
            comment_id = t.Key("comment_id", nullable: true),
            who = t.Text("who"),
            door = t.Int("door"),
            changes = t.Text("changes"),
            at = t.Moment("at"),
            state = t.Int("state"),
            attempts = t.Int("attempts"),
            next_attempt_at = t.Moment("next_attempt_at"),
            tried_at = t.Moment("tried_at", nullable: true),
            status = t.Key("status", nullable: true),
            took = t.Key("took", nullable: true),
            answer = t.Text("answer", nullable: true),
            trouble = t.Text("trouble", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_webhook_delivery", x => x.id);
            t.ForeignKey("fk_webhook_delivery_webhook_id", x => x.webhook_id, "webhook", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("webhook_delivery", "webhook_id", "id");
        migration.Index("webhook_delivery", "at");
        migration.CreateIndex("ix_webhook_delivery_waiting", "webhook_delivery", ["webhook_id", "next_attempt_at", "id"], filter: "state = 0");
    }
}
