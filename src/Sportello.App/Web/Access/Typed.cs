using System.Globalization;
using Sportello.App.Web.Shared;
using Sportello.Directory;

namespace Sportello.App.Web.Access;

/// <summary>What the list of users is narrowed to, as it stands in the address.</summary>
public sealed record UserQuery
{
    public string? Q { get; init; }

    public long? Group { get; init; }

    public bool? Inactive { get; init; }

    public string? After { get; init; }

    public bool Filtered => !string.IsNullOrWhiteSpace(Q) || Group is not null || Inactive == true;

    public string At(string? after) => Address.Of(
        "/users", ("q", Q), ("group", Group?.ToString(CultureInfo.InvariantCulture)), ("inactive", Inactive == true ? "true" : null), ("after", after));
}

/// <summary>What was typed into the form of an account.</summary>
public sealed record TypedUser
{
    public string Username { get; init; } = "";

    public string? Password { get; init; }

    public string? Contact { get; init; }

    public int Version { get; init; }

    public string? Seen { get; init; }

    public UserFields Fields { get; init; } = new(Active: true, Staff: false, Superuser: false, []);

    /// <summary>The names of the groups of a new account; those of an old one are keys, in <see cref="Fields"/>.</summary>
    public IReadOnlyList<string> Named { get; init; } = [Sportello.Access.Permission.TicketUsers];

    public NewUser New => new(Username, string.IsNullOrEmpty(Password) ? null : Password, Fields.Superuser, Fields.Staff, string.IsNullOrWhiteSpace(Contact) ? null : Contact.Trim(), Named);

    public static TypedUser Of(IFormCollection form) => new()
    {
        Username = form["Username"].ToString(),
        Password = form["Password"],
        Contact = form["Contact"],
        Version = Number(form["Version"]),
        Seen = form[Weighed.Mark],
        Fields = new(form.ContainsKey("Active"), form.ContainsKey("Staff"), form.ContainsKey("Superuser"), [.. form["group"].Select(g => (long)Number(g))]),
        Named = [.. form["named"].OfType<string>()],
    };

    internal static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>What was typed into the form of a group.</summary>
public sealed record TypedGroup(GroupFields Fields, int Version, string? Seen)
{
    public static TypedGroup Of(IFormCollection form) => new(
        new(form["Name"].ToString(), [.. form["permission"].OfType<string>()]), TypedUser.Number(form["Version"]), form[Weighed.Mark]);
}
