using Microsoft.EntityFrameworkCore;
using Sportello.Directory;

namespace Sportello.Projects;

internal static class ProjectMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Project>(project =>
        {
            project.ToTable("project");
            project.Ignore(p => p.Changes);
            project.Property(p => p.Version).IsConcurrencyToken();
            project.Property(p => p.Start).HasColumnName("start_date");
            project.Property(p => p.End).HasColumnName("end_date");
            project.HasIndex(p => p.Name).IsUnique();
            project.HasOne(p => p.Organization).WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            project.HasMany(p => p.Members).WithOne().HasForeignKey(m => m.ProjectId);
        });
        model.Entity<ProjectMember>(member =>
        {
            member.ToTable("project_member").HasKey(m => new { m.ProjectId, m.ContactId, m.Role });
            member.HasOne<Contact>().WithMany().HasForeignKey(m => m.ContactId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<GeneralPermission>(permission =>
        {
            permission.ToTable("general_permission").HasKey(p => new { p.ContactId, p.Role });
            permission.HasOne<Contact>().WithMany().HasForeignKey(p => p.ContactId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
