using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.Projects;

namespace Sportello.Tickets;

internal static class TicketMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("ticket");
            ticket.Ignore(t => t.Changes);
            ticket.Ignore(t => t.UsualUpdate);
            ticket.Property(t => t.Version).IsConcurrencyToken();
            ticket.HasIndex(t => t.Number).IsUnique();
            ticket.HasOne<Project>().WithMany().HasForeignKey(t => t.ProjectId).OnDelete(DeleteBehavior.Restrict);
            ticket.HasOne<Contact>().WithMany().HasForeignKey(t => t.RequesterId).OnDelete(DeleteBehavior.Restrict);
            ticket.HasOne<Contact>().WithMany().HasForeignKey(t => t.AssigneeId).OnDelete(DeleteBehavior.Restrict);
            ticket.HasMany(t => t.Comments).WithOne().HasForeignKey(c => c.TicketId);
            ticket.HasMany(t => t.Watchers).WithOne().HasForeignKey(w => w.TicketId);
        });
        model.Entity<Watcher>(watcher =>
        {
            watcher.ToTable("ticket_watcher").HasKey(w => new { w.TicketId, w.ContactId });
            watcher.HasOne<Contact>().WithMany().HasForeignKey(w => w.ContactId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Comment>(comment =>
        {
            comment.ToTable("comment");
            comment.Ignore(c => c.HaveIt);
            comment.HasMany(c => c.Attachments).WithOne().HasForeignKey(a => a.CommentId);
            comment.HasOne<Contact>().WithMany().HasForeignKey(c => c.AuthorId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Attachment>().ToTable("attachment");
    }
}
