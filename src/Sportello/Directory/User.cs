namespace Sportello.Directory;

/// <summary>An account that signs in.</summary>
internal sealed partial class User
{
    private readonly List<Group> _groups = [];

    private User()
    {
    }

    public User(string username)
    {
        Username = username;
        Active = true;
        SecurityStamp = NewStamp();
    }

    public long Id { get; private set; }

    public string Username { get; private set; } = "";

    /// <summary>Empty = nobody can sign in with a password.</summary>
    public string PasswordHash { get; private set; } = "";

    public bool Superuser { get; set; }

    public bool Staff { get; set; }

    public bool Active { get; private set; }

    public string? Language { get; set; }

    public string? TimeZone { get; set; }

    /// <summary>light, dark, or none for what the system says.</summary>
    public string? Theme { get; set; }

    /// <summary>Changes whenever open sessions must end.</summary>
    public string SecurityStamp { get; private set; } = "";

    public int FailedSignIns { get; private set; }

    public DateTime? LockedUntil { get; private set; }

    public DateTime? LastSignIn { get; private set; }

    public IReadOnlyList<Group> Groups => _groups;

    public void JoinOnly(IEnumerable<Group> groups)
    {
        _groups.Clear();
        _groups.AddRange(groups);
    }

    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        SecurityStamp = NewStamp();
        FailedSignIns = 0;
        LockedUntil = null;
    }

    public void SetActive(bool active)
    {
        if (Active && !active)
        {
            SecurityStamp = NewStamp();
        }

        Active = active;
    }

    /// <summary>A closed account without a name, a password and groups.</summary>
    public void Forget(string former)
    {
        SetActive(false);
        (Username, PasswordHash, TimeZone, Theme, Language, LastSignIn) = (former, "", null, null, null, null);
        JoinOnly([]);
    }

    public void SignedIn(DateTime now)
    {
        LastSignIn = now;
        FailedSignIns = 0;
        LockedUntil = null;
    }

    /// <summary>After five wrong passwords in a row the account rests, longer each time, up to an hour.</summary>
    public static DateTime? RestsUntil(int failed, DateTime now) => failed < 5 ? null : now.AddMinutes(Math.Min(60, 1 << Math.Min(6, failed - 5)));

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}

internal sealed partial class Group
{
    private readonly List<GroupPermission> _permissions = [];

    private Group()
    {
    }

    public Group(string name) => Name = name;

    public long Id { get; private set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<GroupPermission> Permissions => _permissions;

    public void AllowOnly(IEnumerable<string> permissions)
    {
        var wanted = permissions.ToHashSet(StringComparer.Ordinal);
        _permissions.RemoveAll(p => !wanted.Contains(p.Permission));
        _permissions.AddRange(wanted.Where(w => !_permissions.Exists(p => string.Equals(p.Permission, w, StringComparison.Ordinal)))
            .Select(w => new GroupPermission(w)));
    }
}

internal sealed class GroupPermission
{
    private GroupPermission()
    {
    }

    public GroupPermission(string permission) => Permission = permission;

    public long GroupId { get; private set; }

    public string Permission { get; private set; } = "";
}

internal sealed class ApiToken
{
    private ApiToken()
    {
    }

    public ApiToken(long userId, string name, string hash, DateTime createdAt, DateTime? expiresAt, string? rights)
    {
        Rights = rights;
        UserId = userId;
        Name = name;
        Hash = hash;
        CreatedAt = createdAt;
        ExpiresAt = expiresAt;
    }

    public long Id { get; private set; }

    public long UserId { get; private set; }

    public string Name { get; private set; } = "";

    public string Hash { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public DateTime? ExpiresAt { get; private set; }

    /// <summary>The permissions it is narrowed to, with a space between; none = all that its owner has.</summary>
    public string? Rights { get; private set; }

    /// <summary>When it was last seen, to the hour.</summary>
    public DateTime? UsedAt { get; private set; }
}
