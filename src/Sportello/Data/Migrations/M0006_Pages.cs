using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0006_pages")]
internal sealed class M0006_Pages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Timetable(migrationBuilder);
        Reports(migrationBuilder);

        // People may stay off the leaderboard that the others see.
        migrationBuilder.AddColumn<bool>("off_board", "contact", nullable: false, defaultValue: false);
    }

    private static void Timetable(MigrationBuilder migration)
    {
        // A line of the timetable: what was chosen in the web, and how far it has been followed.
        migration.CreateTable("job", t => new
        {
            name = t.Text("name"),
            cron = t.Text("cron", nullable: true),
            off = t.Flag("off"),
            in_force = t.Text("in_force"),
            due_at = t.Moment("due_at"),
            wanted_at = t.Moment("wanted_at", nullable: true),
            wanted_by = t.Text("wanted_by", nullable: true),
            missed = t.Int("missed"),
            missed_from = t.Moment("missed_from", nullable: true),
            missed_until = t.Moment("missed_until", nullable: true),
        }, constraints: t => t.PrimaryKey("pk_job", x => x.name));

        migration.AddColumn<string>("job", "job_run", nullable: false, defaultValue: "");
        migration.AddColumn<int>("door", "job_run", nullable: false, defaultValue: 5);
        migration.AddColumn<string>("person", "job_run", nullable: true);
        migration.AddColumn<string>("log", "job_run", nullable: false, defaultValue: "");
        migration.Sql("update job_run set job = replace(program, ' ', '-');");
        migration.Index("job_run", "job", "id");
    }

    private static void Reports(MigrationBuilder migration)
    {
        migration.AddColumn<long>("answered_at", "ticket", nullable: true);
        migration.Sql(
            """
            update ticket set answered_at =
            (select min(c.at) from comment c where c.ticket_id = ticket.id and c.by_staff and not c.internal and c.at > ticket.opened_at);
            """);
        migration.Index("ticket", "project_id", "opened_at");
        migration.Index("ticket", "project_id", "closed_at");
        migration.Index("ticket", "closed_at");
    }
}
