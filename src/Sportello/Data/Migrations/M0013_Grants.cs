using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sportello.History;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0013_Grants : Migration
{
    internal const string Name = "0013_grants";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Two who change the same account or group at once are told, as everywhere.
        migrationBuilder.AddColumn<int>("version", "user_account", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<int>("version", "access_group", nullable: false, defaultValue: 0);
        Doors(migrationBuilder);

        // The log of access walks these few rows of the long history, newest first.
        migrationBuilder.CreateIndex("ix_history_audited", "history", ["id"], filter: AuditLog.Audited);
    }

    /// <summary>Who is signed in where; and what a token may do, of what its owner may.</summary>
    private static void Doors(MigrationBuilder migration)
    {
        migration.CreateTable("session", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id"),
            secret = t.Text("secret"),
            begun_at = t.Moment("begun_at"),
            seen_at = t.Moment("seen_at"),
            browser = t.Text("browser", nullable: true),
            address = t.Text("address", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_session", x => x.id);
            t.ForeignKey("fk_session_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.Index("session", "user_id");
        migration.UniqueIndex("session", "secret");
        migration.AddColumn<string>("rights", "api_token", nullable: true);
        migration.AddColumn<long>("used_at", "api_token", nullable: true);
    }
}
