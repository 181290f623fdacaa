using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0020_Idempotency : Migration
{
    internal const string Name = "0020_idempotency";

    /// <summary>Requests of the API that may be repeated; a row without a status has been carried out and not yet answered.</summary>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("idempotency_key", t => new
        {
            user_id = t.Key("user_id"),
            request_key = t.Text("request_key"),
            fingerprint = t.Text("fingerprint"),
            at = t.Moment("at"),
            status = t.Int("status", nullable: true),
            content_type = t.Text("content_type", nullable: true),
            location = t.Text("location", nullable: true),
            etag = t.Text("etag", nullable: true),
            body = t.Text("body", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_idempotency_key", x => new { x.user_id, x.request_key }));
        migrationBuilder.Index("idempotency_key", "at");
    }
}
