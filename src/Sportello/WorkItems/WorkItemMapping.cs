using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.Projects;
using Sportello.TestSuites;
using Sportello.Tickets;

namespace Sportello.WorkItems;

internal static class WorkItemMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WorkItem>(item =>
        {
            item.ToTable("work_item");
            item.Ignore(w => w.Changes);
            item.Ignore(w => w.Record);
            item.Property(w => w.Start).HasColumnName("start_date");
            item.Property(w => w.Version).IsConcurrencyToken();
            item.HasIndex(w => w.Number).IsUnique();
            item.HasOne<Project>().WithMany().HasForeignKey(w => w.ProjectId).OnDelete(DeleteBehavior.Restrict);
            item.HasOne<Contact>().WithMany().HasForeignKey(w => w.IssuedById).OnDelete(DeleteBehavior.Restrict);
            item.HasOne<Contact>().WithMany().HasForeignKey(w => w.DeveloperId).OnDelete(DeleteBehavior.Restrict);
            item.HasOne<Contact>().WithMany().HasForeignKey(w => w.TesterId).OnDelete(DeleteBehavior.Restrict);
            item.HasOne<TestSuite>().WithMany().HasForeignKey(w => w.SuiteId).OnDelete(DeleteBehavior.Restrict);
            item.HasMany(w => w.Comments).WithOne().HasForeignKey(c => c.WorkItemId);
        });
        model.Entity<WorkItemComment>().ToTable("work_item_comment");
        model.Entity<TicketWorkItem>(link =>
        {
            link.ToTable("ticket_work_item").HasKey(l => new { l.TicketId, l.WorkItemId });
            link.HasOne<Ticket>().WithMany().HasForeignKey(l => l.TicketId);
            link.HasOne<WorkItem>().WithMany().HasForeignKey(l => l.WorkItemId);
        });
        model.Entity<TestSuite>(suite =>
        {
            suite.ToTable("test_suite");
            suite.HasIndex(s => s.Name).IsUnique();
            suite.HasOne<Contact>().WithMany().HasForeignKey(s => s.OwnerId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
