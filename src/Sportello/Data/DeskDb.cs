using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Sportello.CannedReplies;
using Sportello.Directory;
using Sportello.Fields;
using Sportello.History;
using Sportello.Mailroom.Spool;
using Sportello.Projects;
using Sportello.TestSuites;
using Sportello.Targets;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Data;

/// <summary>What is changed goes through here; what is only shown is read by SQL (see <see cref="Sql"/>).</summary>
internal sealed class DeskDb(DbContextOptions<DeskDb> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<GeneralPermission> GeneralPermissions => Set<GeneralPermission>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<WorkItem> WorkItems => Set<WorkItem>();

    public DbSet<TicketWorkItem> TicketWorkItems => Set<TicketWorkItem>();

    public DbSet<TestSuite> TestSuites => Set<TestSuite>();

    public DbSet<CannedReply> CannedReplies => Set<CannedReply>();

    public DbSet<TicketField> TicketFields => Set<TicketField>();

    public DbSet<WorkCalendar> WorkCalendars => Set<WorkCalendar>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<SpooledLetter> Letters => Set<SpooledLetter>();

    public DbSet<KnownMessage> KnownMessages => Set<KnownMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        DirectoryMapping.Map(modelBuilder);
        ProjectMapping.Map(modelBuilder);
        TicketMapping.Map(modelBuilder);
        WorkItemMapping.Map(modelBuilder);
        MailroomMapping.Map(modelBuilder);
        CannedMapping.Map(modelBuilder);
        FieldMapping.Map(modelBuilder);
        TargetMapping.Map(modelBuilder);
        modelBuilder.Entity<HistoryEntry>(entry =>
        {
            entry.ToTable("history");
            entry.Property(e => e.From).HasColumnName("from_value");
            entry.Property(e => e.To).HasColumnName("to_value");
        });
        Conventions.NameColumns(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcMilliseconds>();
        configurationBuilder.Properties<DateOnly>().HaveConversion<IsoDay>();
    }

    /// <summary>Moments are stored as milliseconds since 1970 in UTC: the same number on both databases, and it sorts.</summary>
    private sealed class UtcMilliseconds() : ValueConverter<DateTime, long>(t => Moment.ToStored(t), n => Moment.FromStored(n));

    private sealed class IsoDay() : ValueConverter<DateOnly, string>(
        d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        s => DateOnly.ParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
