using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration("0011_work_items")]
internal sealed class M0011_WorkItems : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("description", "work_item", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<bool>("open", "work_item", nullable: false, defaultValue: true);
        migrationBuilder.Sql("update work_item set open = false where status in (3, 5);");

        // The board shows what is open, most urgent first; the list goes by number. One index for each way they are driven.
        migrationBuilder.DropIndex("ix_work_item_project_id_status", "work_item");
        migrationBuilder.Index("work_item", "open", "priority", "number");
        migrationBuilder.Index("work_item", "project_id", "open", "priority", "number");
        migrationBuilder.Index("work_item", "project_id", "number");
        migrationBuilder.Index("work_item", "developer_id", "open", "priority", "number");
        migrationBuilder.Index("work_item", "developer_id", "number");
        migrationBuilder.Index("work_item", "tester_id", "open", "priority", "number");
        migrationBuilder.Index("work_item", "tester_id", "number");
    }
}
