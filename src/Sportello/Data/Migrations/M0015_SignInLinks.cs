using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0015_SignInLinks : Migration
{
    internal const string Name = "0015_sign_in_links";

    /// <summary>Asked-for links; also those for addresses that nobody has, so that asking looks and costs the same.</summary>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("sign_in_link", t => new
        {
            id = t.Identity(),
            user_id = t.Key("user_id", nullable: true),
            name = t.Text("name"),
            address = t.Text("address"),
            language = t.Text("language"),
            created_at = t.Moment("created_at"),
            expires_at = t.Moment("expires_at"),
            used_at = t.Moment("used_at", nullable: true),
            state = t.Int("state"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_sign_in_link", x => x.id);
            t.ForeignKey("fk_sign_in_link_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.Index("sign_in_link", "address", "created_at");
        migrationBuilder.Index("sign_in_link", "created_at");
        migrationBuilder.Index("sign_in_link", "user_id");
        migrationBuilder.CreateIndex("ix_sign_in_link_waiting", "sign_in_link", ["id"], filter: "state = 0");
    }
}
