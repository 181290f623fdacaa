using Microsoft.EntityFrameworkCore;
using Sportello.Projects;

namespace Sportello.CannedReplies;

internal static class CannedMapping
{
    public static void Map(ModelBuilder model) => model.Entity<CannedReply>(reply =>
    {
        reply.ToTable("canned_reply");
        reply.Ignore(r => r.Changes);
        reply.Property(r => r.Version).IsConcurrencyToken();
        reply.HasOne<Project>().WithMany().HasForeignKey(r => r.ProjectId).OnDelete(DeleteBehavior.Restrict);
    });
}
