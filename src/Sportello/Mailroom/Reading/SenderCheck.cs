using Sportello.Settings;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Mailroom.Reading;

/// <summary>
/// What the mail server that took a letter found out about its sender (Authentication-Results, RFC 8601). Where the settings name our server, only what stands under
/// its name is believed; else the first field alone, since each server puts its own on top, and of that only that a sender is forged.
/// </summary>
internal sealed class SenderCheck(SenderSettings settings)
{
    /// <returns>Why the sender is not believed; none when nothing speaks against it.</returns>
    public Said? Fault(Letter letter)
    {
        var domain = DomainOf(letter.From?.Address ?? "");
        var results = Results(letter);
        var dmarc = First(results, "dmarc");
        if (dmarc?.Result is "fail")
        {
            return Said.Of("hold.forged", ("verdict", "dmarc=fail"));
        }

        if (settings.Servers.Count == 0)
        {
            return null;
        }

        if (dmarc is null && First(results, "spf") is { Result: "fail" } spf && IsOf(DomainOf(spf.Of("smtp.mailfrom")), domain) && !IsSigned(results, domain))
        {
            return Said.Of("hold.forged", ("verdict", "spf=fail"));
        }

        return settings.Strict && !IsProven(results, domain) ? Said.Of("hold.unproven", ("domain", domain)) : null;
    }

    private List<AuthenticationResult> Results(Letter letter)
    {
        var fields = letter.Headers.GetAll("Authentication-Results").Select(AuthenticationResult.ReadField);
        return settings.Servers.Count == 0
            ? fields.FirstOrDefault().Results ?? []
            : [.. fields.Where(f => settings.Servers.Contains(f.Server, StringComparer.OrdinalIgnoreCase)).SelectMany(f => f.Results)];
    }

    // Of each method what stands highest: anything below it may have come with the letter.
    private static AuthenticationResult? First(List<AuthenticationResult> results, string method) => results.Find(r => string.Equals(r.Method, method, StringComparison.Ordinal));

    private static bool IsProven(List<AuthenticationResult> results, string domain) =>
        First(results, "dmarc")?.Result is "pass"
        || First(results, "auth")?.Result is "pass"
        || IsSigned(results, domain)
        || (First(results, "spf") is { Result: "pass" } spf && IsOf(DomainOf(spf.Of("smtp.mailfrom")), domain));

    private static bool IsSigned(List<AuthenticationResult> results, string domain) =>
        results.Exists(r => r is { Method: "dkim", Result: "pass" } && IsOf(r.Of("header.d") is { Length: > 0 } signer ? signer : DomainOf(r.Of("header.i")), domain));

    /// <summary>The same domain, or one above it; a part of it proves nothing of the whole.</summary>
    private static bool IsOf(string proven, string domain) =>
        proven.Contains('.', StringComparison.Ordinal)
        && (domain.Equals(proven, StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{proven}", StringComparison.OrdinalIgnoreCase));

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
