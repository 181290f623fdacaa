using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0021_SecondFactors : Migration
{
    internal const string Name = "0021_second_factors";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("second_factor", t => new
        {
            user_id = t.Key("user_id"),
            secret = t.Text("secret"),
            made_at = t.Moment("made_at"),
            confirmed_at = t.Moment("confirmed_at", nullable: true),
            last_step = t.Key("last_step"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_second_factor", x => x.user_id);
            t.ForeignKey("fk_second_factor_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateTable("recovery_code", t => new
        {
            user_id = t.Key("user_id"),
            hash = t.Text("hash"),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_recovery_code", x => new { x.user_id, x.hash });
            t.ForeignKey("fk_recovery_code_user_id", x => x.user_id, "user_account", "id", onDelete: ReferentialAction.Cascade);
        });
    }
}
