using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory.Guarding;
using Sportello.Directory.SecondFactors;
using Sportello.Directory.Vouching;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Directory.OpenId;

/// <summary>
/// Signs in by a provider: there by its page, back with a code. Somebody is known by the provider's name for them once they have come; the first
/// time by a mail address that the provider has made sure of, as a link by mail would. An address of which it has not made sure leads nowhere.
/// </summary>
public sealed class OpenIdSignIn(House house)
{
    private OpenIdProvider Provider => house.OpenId ?? throw Refusal.NotFound(Said.Of("refused.address"));

    /// <summary>What the button calls the provider; none where there is none.</summary>
    public static string? ProviderName(House house) => house.OpenId?.Settings.Name;

    /// <param name="then">Where to go when signed in.</param>
    /// <param name="stop">Calls it off.</param>
    /// <returns>The provider's page, and what the browser is to bring back.</returns>
    public async Task<(string Address, string Ticket)> Begin(string then, CancellationToken stop)
    {
        var ticket = SignInTicket.New(then, house.Now);
        var settings = Provider.Settings;
        var facts = await Ask(() => Provider.Facts(anew: false, stop));
        var query = new (string Name, string Value)[]
        {
            ("response_type", "code"), ("client_id", settings.ClientId), ("redirect_uri", settings.ReturnTo), ("scope", settings.Scopes),
            ("state", ticket.State), ("nonce", ticket.Nonce), ("code_challenge", ticket.Challenge), ("code_challenge_method", "S256"),
        };
        var mark = facts.Authorize.Query.Length > 0 ? '&' : '?';
        return ($"{facts.Authorize.AbsoluteUri}{mark}{string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"))}", Carried.Close(house, ticket));
    }

    /// <param name="closed">What the browser brought back.</param>
    /// <param name="state">What the provider gave back of it.</param>
    /// <param name="code">What the provider gives for its word.</param>
    /// <param name="error">Why it gives none.</param>
    /// <param name="from">From where it comes.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task<(SignedIn Who, string Then)> Finish(string? closed, string? state, string? code, string? error, Caller? from, CancellationToken stop)
    {
        house.Tries.Demand(Tried.SignIn, from?.Address);
        try
        {
            return await Enter(closed, state, error is null ? code : null, from, stop);
        }
        catch (Refusal)
        {
            house.Tries.Count(Tried.SignIn, from?.Address);
            throw;
        }
    }

    private async Task<(SignedIn Who, string Then)> Enter(string? closed, string? state, string? code, Caller? from, CancellationToken stop)
    {
        var provider = Provider;
        if (SignInTicket.Take(house, closed, state) is not { } ticket)
        {
            throw Refusal.Denied(Said.Of("openid.gone", ("n", SignInTicket.Minutes)));
        }

        if (code is null)
        {
            throw Refusal.Denied(Said.Of("openid.declined", ("provider", provider.Settings.Name)));
        }

        var (claims, more) = await Ask(() => provider.Redeem(code, ticket.Verifier, ticket.Nonce, stop));
        await using var desk = await house.DeskOfProgram("openid", stop);
        var user = await Account(desk, claims, more, stop);
        return (await Entrance.Of(desk, user, from, stop), ticket.Then);
    }

    private async Task<T> Ask<T>(Func<Task<T>> what)
    {
        try
        {
            return await what();
        }
        catch (OpenIdFault fault)
        {
            house.Log.Write(LogLevel.Error, "openid", fault.Message);
            throw Refusal.Denied(Said.Of("openid.failed", ("provider", Provider.Settings.Name)));
        }
    }

    private async Task<User> Account(Desk desk, JsonElement claims, JsonElement? more, CancellationToken stop)
    {
        var (issuer, subject) = (IdToken.Text(claims, "iss")!, IdToken.Text(claims, "sub")!);
        var linked = await desk.Sql.First(
            "select user_id from identity_link where issuer = @issuer and subject = @subject", r => (long?)r.GetInt64(0), stop, ("@issuer", issuer), ("@subject", subject));
        var user = linked is { } id ? await desk.Db.Users.SingleAsync(u => u.Id == id, stop) : await First(desk, claims, more, stop);
        if (!user.Active)
        {
            throw Refusal.Denied(Said.Of("openid.no-account", ("provider", Provider.Settings.Name)));
        }

        if (linked is null)
        {
            await desk.Begin(stop);
            await desk.Sql.Run(
                "insert into identity_link (issuer, subject, user_id, made_at) values (@issuer, @subject, @user, @now) on conflict (issuer, subject) do nothing",
                stop,
                ("@issuer", issuer), ("@subject", subject), ("@user", user.Id), ("@now", desk.Now));
            await desk.Remember(Subject.User, user.Id, "identity", null, Provider.Settings.Name, stop);
        }

        return user;
    }

    /// <summary>Whose account it is when somebody comes by the provider for the first time.</summary>
    private async Task<User> First(Desk desk, JsonElement claims, JsonElement? more, CancellationToken stop)
    {
        var settings = Provider.Settings;
        if (Address(claims, more, settings) is not { } address)
        {
            throw Refusal.Denied(Said.Of("openid.unverified", ("provider", settings.Name)));
        }

        var accounts = await desk.Sql.List(
            """
            select distinct u.id from contact_email e join contact c on c.id = e.contact_id join user_account u on u.id = c.user_id
            where e.address = @address and c.active and u.active order by u.id
            """,
            r => r.GetInt64(0),
            stop,
            ("@address", address));
        if (accounts is [var only])
        {
            return await desk.Db.Users.SingleAsync(u => u.Id == only, stop);
        }

        var name = IdToken.Text(claims, settings.NameClaim) ?? (more is { } said ? IdToken.Text(said, settings.NameClaim) : null);
        var person = new Vouched(name is null || await Taken(desk, name.ToLowerInvariant(), stop) ? address : name, [address]);
        return (accounts.Count > 0 ? null : await person.Come(desk, settings.NewUsers, stop))
            ?? throw Refusal.Denied(Said.Of("openid.no-account", ("provider", settings.Name)));
    }

    private static async Task<bool> Taken(Desk desk, string name, CancellationToken stop) =>
        name.Contains('\0', StringComparison.Ordinal) || await desk.Db.Users.AnyAsync(u => u.Username == name, stop);

    /// <summary>The address, where the provider has made sure of it, or the settings trust it to.</summary>
    private static string? Address(JsonElement claims, JsonElement? more, OpenIdSettings settings)
    {
        var from = IdToken.Text(claims, "email") is null && more is { } said ? said : claims;
        if (IdToken.Text(from, "email") is not { } address || address.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        // Some providers write the truth as text.
        var sure = from.TryGetProperty("email_verified", out var verified)
            ? verified.ValueKind == JsonValueKind.True || (verified.ValueKind == JsonValueKind.String && verified.ValueEquals("true"))
            : settings.TrustAddresses;
        return sure ? ContactEmail.Normalize(address) : null;
    }
}

/// <summary>A way by which somebody comes in from a provider.</summary>
public sealed record IdentityView(string Issuer, DateTime Since);

/// <summary>An administrator of accounts ends the ways by which somebody comes in from a provider; the next time they are known by their address again.</summary>
public sealed class EndIdentities(Desk desk)
{
    public async Task Run(long user, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        await Accounts.DemandMayTouch(desk, user, stop);
        if (await desk.Sql.Run("delete from identity_link where user_id = @user", stop, ("@user", user)) > 0)
        {
            await desk.Remember(Subject.User, user, "identity", desk.House.Settings.OpenId?.Name ?? "OpenID Connect", null, stop);
        }

        await desk.Save(stop);
    }
}
