using Microsoft.EntityFrameworkCore;
using Sportello.Projects;

namespace Sportello.Fields;

internal static class FieldMapping
{
    public static void Map(ModelBuilder model) => model.Entity<TicketField>(field =>
    {
        field.ToTable("ticket_field");
        field.Ignore(f => f.Changes);
        field.Property(f => f.Version).IsConcurrencyToken();
        field.HasIndex(f => new { f.ProjectId, f.Name }).IsUnique();
        field.HasOne<Project>().WithMany().HasForeignKey(f => f.ProjectId).OnDelete(DeleteBehavior.Restrict);
    });
}
