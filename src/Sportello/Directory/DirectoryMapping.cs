using Microsoft.EntityFrameworkCore;

namespace Sportello.Directory;

internal static class DirectoryMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Organization>(organization =>
        {
            organization.ToTable("organization");
            organization.Ignore(o => o.Changes);
            organization.Property(o => o.Version).IsConcurrencyToken();
            organization.HasIndex(o => o.Name).IsUnique();
        });
        model.Entity<Contact>(contact =>
        {
            contact.ToTable("contact");
            contact.Ignore(c => c.Changes);
            contact.Property(c => c.Version).IsConcurrencyToken();
            contact.HasOne(c => c.Organization).WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            contact.HasOne(c => c.User).WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Restrict);
            contact.HasMany(c => c.Emails).WithOne().HasForeignKey(e => e.ContactId);
            contact.HasIndex(c => c.UserId).IsUnique();
        });
        model.Entity<ContactEmail>().ToTable("contact_email");
        model.Entity<User>(user =>
        {
            user.ToTable("user_account");
            user.Ignore(u => u.Changes);
            user.Property(u => u.Version).IsConcurrencyToken();
            user.HasIndex(u => u.Username).IsUnique();
            user.HasMany(u => u.Groups).WithMany().UsingEntity<Dictionary<string, object>>(
                "group_member",
                right => right.HasOne<Group>().WithMany().HasForeignKey("group_id"),
                left => left.HasOne<User>().WithMany().HasForeignKey("user_id"),
                join => join.ToTable("group_member").HasKey("group_id", "user_id"));
        });
        model.Entity<Group>(group =>
        {
            group.ToTable("access_group");
            group.Ignore(g => g.Changes);
            group.Property(g => g.Version).IsConcurrencyToken();
            group.HasIndex(g => g.Name).IsUnique();
            group.HasMany(g => g.Permissions).WithOne().HasForeignKey(p => p.GroupId);
        });
        model.Entity<GroupPermission>().ToTable("group_permission").HasKey(p => new { p.GroupId, p.Permission });
        model.Entity<ApiToken>(token =>
        {
            token.ToTable("api_token");
            token.HasIndex(t => t.Hash).IsUnique();
            token.HasOne<User>().WithMany().HasForeignKey(t => t.UserId);
        });
    }
}
