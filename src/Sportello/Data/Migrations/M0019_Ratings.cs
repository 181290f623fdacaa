using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0019_Ratings : Migration
{
    internal const string Name = "0019_ratings";

    /// <summary>What the requester thought of the solution; reports count it along an index of the rated ones alone.</summary>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("rating", "ticket", nullable: true);
        migrationBuilder.AddColumn<string>("rating_words", "ticket", nullable: true);
        migrationBuilder.AddColumn<long>("rated_at", "ticket", nullable: true);
        migrationBuilder.CreateIndex("ix_ticket_rated", "ticket", ["rated_at", "assignee_id", "kind", "project_id", "rating"], filter: "rated_at is not null");
    }
}
