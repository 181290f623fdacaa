using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.Tickets;

namespace Sportello.Mailroom.Spool;

internal static class MailroomMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SpooledLetter>(letter =>
        {
            letter.ToTable("letter");
            letter.Ignore(l => l.Why);
            letter.HasIndex(l => new { l.Box, l.Folder, l.UidValidity, l.Uid }).IsUnique();
            letter.HasOne<Contact>().WithMany().HasForeignKey(l => l.OwnerId).OnDelete(DeleteBehavior.SetNull);
            letter.HasOne<Ticket>().WithMany().HasForeignKey(l => l.TicketId).OnDelete(DeleteBehavior.SetNull);
            letter.HasOne<Comment>().WithMany().HasForeignKey(l => l.CommentId).OnDelete(DeleteBehavior.SetNull);
        });
        model.Entity<KnownMessage>(message =>
        {
            message.ToTable("known_message").HasKey(m => m.Id);
            message.HasOne<Ticket>().WithMany().HasForeignKey(m => m.TicketId);
            message.HasOne<Comment>().WithMany().HasForeignKey(m => m.CommentId);
        });
    }
}
