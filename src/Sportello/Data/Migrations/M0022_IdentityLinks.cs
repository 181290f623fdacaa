using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

/// <summary>By which names of a provider somebody is known.</summary>
[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0022_IdentityLinks : Migration
{
    internal const string Name = "0022_identity_links";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("identity_link", t => new
        {
            issuer = t.Text("issuer"),
            subject = t.Text("subject"),
            user_id = t.Key("user_id"),
            made_at = t.Moment("made_at"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_identity_link", x => new { x.issuer, x.subject });
            t.ForeignKey("fk_identity_link_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.Index("identity_link", "user_id");
    }
}
