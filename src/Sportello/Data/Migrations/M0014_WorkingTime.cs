using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0014_WorkingTime : Migration
{
    internal const string Name = "0014_working_time";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("work_calendar", t => new
        {
            id = t.Identity(),
            name = t.Text("name"),
            zone = t.Text("zone"),
            week = t.Text("week"),
            holidays = t.Text("holidays"),
            version = t.Int("version"),
        }, constraints: t => t.PrimaryKey("pk_work_calendar", x => x.id));

        // 0 stands for all projects that have no targets of their own.
        migrationBuilder.CreateTable("service_plan", t => new { project_id = t.Key("project_id"), calendar_id = t.Key("calendar_id") }, constraints: t =>
        {
            t.PrimaryKey("pk_service_plan", x => x.project_id);
            t.ForeignKey("fk_service_plan_calendar_id", x => x.calendar_id, "work_calendar", "id");
        });
        migrationBuilder.CreateTable("service_target", t => new
        {
            project_id = t.Key("project_id"),
            priority = t.Int("priority"),
            answer_minutes = t.Int("answer_minutes", nullable: true),
            solution_minutes = t.Int("solution_minutes", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_service_target", x => new { x.project_id, x.priority }));

        migrationBuilder.AddColumn<string>("stops", "ticket", nullable: true);
        migrationBuilder.AddColumn<long>("due_at", "ticket", nullable: true);
        migrationBuilder.Sql("update ticket set stops = cast(updated_at as text) || '-' where status = 5;");

        // Only what has an end in sight; few of all there are.
        migrationBuilder.CreateIndex("ix_ticket_due", "ticket", ["due_at", "id"], filter: "due_at is not null");
        migrationBuilder.CreateIndex("ix_ticket_due_by_project", "ticket", ["project_id", "due_at", "id"], filter: "due_at is not null");
    }
}
