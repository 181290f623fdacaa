using Sportello.App.Api.Directory;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.App.Api.Access;

/// <summary>An account to make, as the caller writes it; without <c>groups</c> it joins the group of the start.</summary>
internal sealed record UserToAdd(string? Username, string? Password, bool Staff = false, bool Superuser = false, string? Contact = null, IReadOnlyList<string>? Groups = null)
{
    public NewUser Read() => new(Username ?? "", Password, Superuser, Staff, Contact, Groups);
}

/// <summary>What may be changed of an account; it is read member by member.</summary>
internal sealed record UserPatch(bool? Active, bool? Staff, bool? Superuser, IReadOnlyList<string>? Groups);

internal sealed record PasswordToSet(string? Password);

internal sealed record UserRowJson(
    long Id, string Username, string? Contact, string? Organization, bool Active, bool Staff, bool Superuser, DateTime? LastSignIn, IReadOnlyList<string> Groups)
{
    public static UserRowJson Of(UserRow u) => new(u.Id, u.Username, u.Contact, u.Organization, u.Active, u.Staff, u.Superuser, u.LastSignIn, u.Groups);
}

internal sealed record EmployedJson(long Id, string Name, string Organization);

internal sealed record UserJson(
    long Id, string Username, EmployedJson? Contact, bool Active, bool Staff, bool Superuser, IReadOnlyList<string> Groups, IReadOnlyList<string> Permissions, IReadOnlyList<RoleJson> Roles,
    bool HasPassword, DateTime? SecondFactor, DateTime? LastSignIn, DateTime? LockedUntil, int Version)
{
    public static UserJson Of(UserView u) => new(
        u.Id, u.Username, u.Contact is { } contact ? new(contact.Id, contact.Name, contact.Organization) : null, u.Is.Active, u.Is.Staff, u.Is.Superuser,
        [.. u.Groups.Where(g => u.Is.Groups.Contains(g.Id)).Select(g => g.Name)], [.. u.Permissions.Select(p => p.Permission)],
        [.. u.Roles.Select(r => new RoleJson(r.Project, Name.Of(r.Role)))], u.HasPassword, u.SecondFactor, u.LastSignIn, u.LockedUntil, u.Version);
}

internal sealed record SessionJson(long Id, DateTime Begun, DateTime Seen, string? Browser, string? Address)
{
    public static ListJson<SessionJson> List(IEnumerable<SessionView> sessions) =>
        new([.. sessions.Select(s => new SessionJson(s.Id, s.BegunAt, s.SeenAt, s.Browser, s.Address))], null);
}

/// <param name="Rights">The permissions it is narrowed to; none = all that its owner has.</param>
internal sealed record TokenJson(long Id, string Name, string User, DateTime Created, DateTime? Expires, DateTime? Used, IReadOnlyList<string>? Rights)
{
    public static ListJson<TokenJson> List(IEnumerable<TokenView> tokens, string? next) =>
        new([.. tokens.Select(t => new TokenJson(t.Id, t.Name, t.Username, t.CreatedAt, t.ExpiresAt, t.UsedAt, t.Rights))], next);
}
