using System.Text.Json.Serialization;

namespace Sportello.Perfectionist;

/// <summary>What made something a finding: whose words or which day, and where they stand. What does not apply is left out of the JSON.</summary>
public sealed record Evidence : IFound
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Ticket { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WorkItem { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Contact { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <summary>Whose domain an address lies in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Organization { get; init; }

    /// <summary>A folder that mail is taken from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mailbox { get; init; }

    /// <summary>The number by which the finding is snoozed or dismissed, where it is not a ticket or work item.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Number { get; init; }

    /// <summary>When it happened.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? At { get; init; }

    /// <summary>Who wrote or did it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>The day that was promised or planned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Day { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>The words that tell, cut short.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Words { get; init; }

    long IFound.Key => Key;

    DateTime? IFound.Since => At;

    internal long Key => Ticket ?? WorkItem ?? Number ?? throw new InvalidOperationException("A finding is about something.");

    internal static string Written(House house, int ticket) => $"{house.Settings.Work.TicketPrefix}:{ticket}";

    internal string Called(House house) => Ticket is { } number ? Written(house, number) : WorkItem is { } item ? $"#{item}" : Contact ?? Account ?? Mailbox ?? "";
}

/// <summary>Something that a rule has found, and since when it is so; a decision about it holds until it is so again.</summary>
internal interface IFound
{
    long Key { get; }

    DateTime? Since { get; }
}
