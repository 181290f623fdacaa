using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sportello.Words;

namespace Sportello.Directory.Guarding;

/// <summary>What is counted by the address that a visitor comes from.</summary>
internal enum Tried
{
    /// <summary>A name and a password, or a code, that did not fit.</summary>
    SignIn,

    /// <summary>A letter with a link that was asked for.</summary>
    Link,
}

/// <summary>
/// How often somebody at one address has tried, in this process; what an account has borne is kept with the account. The limit is wide, since
/// a whole office may come from one address: it stops who tries many accounts, the rest of the account stops who tries one.
/// </summary>
internal sealed class Tries(TimeProvider clock)
{
    public const int Minutes = 15;
    public const int MostSignIns = 50;
    public const int MostLinks = 20;

    /// <summary>Addresses that are remembered; more than these are those of somebody who has plenty.</summary>
    private const int MostAddresses = 50_000;

    private readonly ConcurrentDictionary<(Tried What, string Address), Window> _windows = new();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="Refusal">There were too many from this address.</exception>
    public void Demand(Tried what, string? address)
    {
        if (address is not null && _windows.TryGetValue((what, Place(address)), out var window) && window.Until > Now && window.Count >= Most(what))
        {
            throw Refusal.Denied(Said.Of("refusal.tries", ("n", Math.Max(1, (int)Math.Ceiling((window.Until - Now).TotalMinutes)))));
        }
    }

    public void Count(Tried what, string? address)
    {
        if (address is null)
        {
            return;
        }

        Forget();
        _windows.AddOrUpdate(
            (what, Place(address)),
            _ => new(1, Now.AddMinutes(Minutes)),
            (_, was) => was.Until > Now ? was with { Count = was.Count + 1 } : new(1, Now.AddMinutes(Minutes)));
    }

    /// <summary>Of IPv6 the network: whoever has one address of it has all of them.</summary>
    internal static string Place(string address)
    {
        if (!IPAddress.TryParse(address, out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        return ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4().ToString() : Convert.ToHexStringLower(ip.GetAddressBytes().AsSpan(0, 8));
    }

    private static int Most(Tried what) => what == Tried.Link ? MostLinks : MostSignIns;

    private void Forget()
    {
        if (_windows.Count < MostAddresses)
        {
            return;
        }

        // Those that are over, and where that is not enough the half that ends first.
        var kept = _windows.ToArray();
        var old = kept.Where(w => w.Value.Until <= Now).ToList();
        foreach (var (key, _) in old.Count > 0 ? old : [.. kept.OrderBy(w => w.Value.Until).Take(MostAddresses / 2)])
        {
            _windows.TryRemove(key, out _);
        }
    }

    private sealed record Window(int Count, DateTime Until);
}
