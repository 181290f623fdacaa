using System.Text.Json.Serialization;

namespace Sportello.Messaging;

/// <summary>The way a message goes to a person. Stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Channel>))]
public enum Channel
{
    /// <summary>No way is known: the program prints the message.</summary>
    [JsonStringEnumMemberName("print")]
    Print = 0,

    [JsonStringEnumMemberName("slack")]
    Slack = 1,

    [JsonStringEnumMemberName("jabber")]
    Jabber = 2,
}

/// <summary>Where a message goes.</summary>
internal readonly record struct Route(Channel Channel, string? Address)
{
    public static Route SlackFirst(string? slack, string? jabber) =>
        slack is not null ? ToSlack(slack) : jabber is not null ? ToJabber(jabber) : default;

    public static Route JabberFirst(string? slack, string? jabber) =>
        jabber is not null ? ToJabber(jabber) : slack is not null ? ToSlack(slack) : default;

    private static Route ToSlack(string given) => new(Channel.Slack, SlackAddress.Of(given));

    private static Route ToJabber(string given) => new(Channel.Jabber, given);
}
