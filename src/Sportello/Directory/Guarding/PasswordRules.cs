using Sportello.Words;

namespace Sportello.Directory.Guarding;

/// <summary>What a new password must be: long enough, not what everybody tries first, not one's own name. No rule about digits and signs.</summary>
internal static class PasswordRules
{
    private const string Resource = "passwords/common.txt";

    private static readonly Lazy<HashSet<string>> Common = new(Read);

    /// <param name="password">What is to be the password.</param>
    /// <param name="own">Names and addresses of whoever is to have it.</param>
    /// <returns>The password, when it is good.</returns>
    public static string Demand(string password, params IEnumerable<string?> own)
    {
        if (password.Length < Passwords.LeastLength)
        {
            throw Refusal.Invalid("password", Said.Of("refusal.password.short", ("n", Passwords.LeastLength)));
        }

        if (IsOwn(password, own))
        {
            throw Refusal.Invalid("password", Said.Of("refusal.password.own"));
        }

        return IsCommon(password) ? throw Refusal.Invalid("password", Said.Of("refusal.password.common")) : password;
    }

    /// <summary>As it stands, or with what people put behind it: digits, and a sign or two.</summary>
    public static bool IsCommon(string password)
    {
        var small = Small(password);
        return Common.Value.Contains(small) || Common.Value.Contains(Bare(small));
    }

    private static bool IsOwn(string password, IEnumerable<string?> own)
    {
        var small = Small(password);
        var bare = Bare(small);
        foreach (var name in own.OfType<string>().Select(Small).Where(n => n.Length > 0))
        {
            var at = name.IndexOf('@', StringComparison.Ordinal);
            string[] forms = at > 0 ? [name, name[..at]] : [name];
            if (forms.Any(f => Same(f, small) || Same(f, bare) || (bare.Length > 0 && Same(Bare(f), bare))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Small(string text) => text.Trim().ToLowerInvariant();

    private static string Bare(string small) => small.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!', '?', '.', '*', '#', '$');

    private static HashSet<string> Read()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }
}
