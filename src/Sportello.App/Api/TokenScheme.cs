using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Sportello.App.Web;
using Sportello.Directory;

namespace Sportello.App.Api;

/// <summary><c>Authorization: Bearer …</c></summary>
internal sealed class TokenScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, House house)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "token";

    /// <summary>The number of the token itself.</summary>
    public const string IdClaim = "token";

    /// <summary>What the token is narrowed to.</summary>
    public const string RightsClaim = "rights";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var who = await new TokenSignIn(house).Run(header[Prefix.Length..].Trim(), Context.RequestAborted);
        if (who is null)
        {
            return AuthenticateResult.Fail("unknown token");
        }

        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, who.UserId.ToString(CultureInfo.InvariantCulture)),
                new Claim(Visitor.StampClaim, who.SecurityStamp),
                new Claim(IdClaim, who.TokenId.ToString(CultureInfo.InvariantCulture)),
            ],
            Name);
        if (who.Rights is not null)
        {
            identity.AddClaim(new Claim(RightsClaim, who.Rights));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Say(Context, StatusCodes.Status401Unauthorized, "A token is needed: send Authorization: Bearer …; “sportello user token NAME” makes one.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Say(Context, StatusCodes.Status403Forbidden, "This token may not do that.");
}
