using Sportello.Wire.Imap;

namespace Sportello.Mailroom.Stores;

/// <summary>Where a folder of ours lies on a server. On some, all of a person's folders have to begin with <c>INBOX.</c> or the like.</summary>
internal static class ImapPlaces
{
    /// <summary>The whole name of a folder, which is made when it is not there.</summary>
    public static async Task<string> Made(ImapClient client, string plain, CancellationToken stop)
    {
        var (prefix, delimiter) = await Beginning(client, stop);
        var name = prefix.Length == 0 || plain.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? plain : prefix + plain;
        foreach (var candidate in new[] { name, plain }.Distinct(StringComparer.Ordinal))
        {
            if (await IsThere(client, candidate, stop))
            {
                return candidate;
            }
        }

        try
        {
            return await Make(client, name, stop);
        }
        catch (ImapRefusedException) when (prefix.Length == 0)
        {
            // A server that says nothing of namespaces may want everything below INBOX all the same.
            return await Make(client, $"INBOX{delimiter}{plain}", stop);
        }
    }

    /// <summary>The whole name of a folder; none when it is not there.</summary>
    public static async Task<string?> Find(ImapClient client, string plain, CancellationToken stop)
    {
        var (prefix, delimiter) = await Beginning(client, stop);
        foreach (var candidate in new[] { prefix + plain, plain, $"INBOX{delimiter}{plain}" }.Distinct(StringComparer.Ordinal))
        {
            if (await IsThere(client, candidate, stop))
            {
                return candidate;
            }
        }

        return null;
    }

    private static async Task<(string Prefix, string Delimiter)> Beginning(ImapClient client, CancellationToken stop)
    {
        if ((await client.PersonalNamespacesAsync(stop)).FirstOrDefault() is { } own)
        {
            return (own.Prefix, own.Delimiter ?? "/");
        }

        return ("", (await client.ListAsync("INBOX", stop)).FirstOrDefault()?.Delimiter ?? "/");
    }

    private static async Task<bool> IsThere(ImapClient client, string name, CancellationToken stop) =>
        (await client.ListAsync(name, stop)).Any(f => f.CanBeSelected && string.Equals(f.Name, name, StringComparison.Ordinal));

    private static async Task<string> Make(ImapClient client, string name, CancellationToken stop)
    {
        if (await IsThere(client, name, stop))
        {
            return name;
        }

        try
        {
            await client.CreateAsync(name, stop);
        }
        catch (ImapRefusedException e) when (string.Equals(e.Code?.Name, "ALREADYEXISTS", StringComparison.OrdinalIgnoreCase))
        {
            // Another program was faster.
        }

        return name;
    }
}
