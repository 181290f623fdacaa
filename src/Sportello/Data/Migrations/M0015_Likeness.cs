using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sportello.Data.Migrations;

[DbContext(typeof(DeskDb))]
[Migration(Name)]
internal sealed class M0015_Likeness : Migration
{
    internal const string Name = "0015_likeness";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Likeness(migrationBuilder);
        Merging(migrationBuilder);
    }

    /// <summary>What makes two of them look alike, as a number; those that are not alone stand in an index of their own.</summary>
    private static void Likeness(MigrationBuilder migration)
    {
        migration.CreateTable("likeness", t => new
        {
            subject = t.Int("subject"),
            likeness = t.Key("likeness"),
            id = t.Key("id"),
            twin = t.Flag("twin"),
            settled = t.Flag("settled"),
        }, constraints: t => t.PrimaryKey("pk_likeness", x => new { x.subject, x.likeness, x.id }));
        migration.Index("likeness", "subject", "id");
        migration.CreateIndex("ix_likeness_open", "likeness", ["subject", "likeness", "id"], filter: "twin and not settled");

        migration.CreateTable("not_same", t => new
        {
            subject = t.Int("subject"),
            one = t.Key("one"),
            other = t.Key("other"),
            who = t.Text("who"),
            at = t.Moment("at"),
        }, constraints: t => t.PrimaryKey("pk_not_same", x => new { x.subject, x.one, x.other }));
    }

    /// <summary>Who was merged stays as a pointer.</summary>
    private static void Merging(MigrationBuilder migration)
    {
        migration.AddColumn<long>("merged_into_id", "contact", nullable: true);
        migration.CreateIndex("ix_contact_merged", "contact", ["merged_into_id"], filter: "merged_into_id is not null");
        migration.AddColumn<long>("merged_into_id", "organization", nullable: true);
        migration.CreateIndex("ix_organization_merged", "organization", ["merged_into_id"], filter: "merged_into_id is not null");
    }
}
