using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>Keys by which people sign in without a password.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0023_Passkeys : Migration
{
    internal const string Name = "0023_passkeys";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("passkey", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id"),
            credential = t.Text("credential"),
            public_key = t.Text("public_key"),
            algorithm = t.Int("algorithm"),
            counter = t.Key("counter"),
            name = t.Text("name"),
            made_at = t.Moment("made_at"),
            used_at = t.Moment("used_at", nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_passkey", x => x.id);
            t.ForeignKey("fk_passkey_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.UniqueIndex("passkey", "credential");
        migrationBuilder.Index("passkey", "user_id");
    }
}
