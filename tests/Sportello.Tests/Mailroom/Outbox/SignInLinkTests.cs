using System.Text.RegularExpressions;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.SignInLinks;
using Sportello.Settings;
using Sportello.Tests.Notices;

namespace Sportello.Tests.Mailroom.Outbox;

/// <summary>Signing in by a letter, which goes out through a real Postfix.</summary>
public sealed partial class SignInLinkTests(MailServer server) : IClassFixture<MailServer>
{
    private const string Francesca = "francesca@sportello.example";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_letters_link_signs_in_once_and_sets_a_new_password(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        await new AskForLink(world.House).Run(Francesca.ToUpperInvariant(), "it", default);
        await world.Send();
        var letter = await server.Take("francesca");
        Assert.Equal("auto-generated", letter.Headers.Get("Auto-Submitted"));
        var token = Link().Match(letter.Text!).Groups[1].Value;
        Assert.Empty(await world.Rows("select id from sign_in_link where name like '%' || @token || '%'".Replace("@token", $"'{token}'", StringComparison.Ordinal), r => r.GetInt64(0)));

        Assert.Equal("francesca", await new UseLink(world.House).Look(token, default));
        Assert.Equal("password", (await Assert.ThrowsAsync<Refusal>(() => new UseLink(world.House).Run(token, "short", default))).Field);
        var entered = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            SignedIn? entered = null;
            var refusal = await Record.ExceptionAsync(async () => entered = await new UseLink(world.House).Run(token, "a quite new sentence", default));
            Assert.True(refusal is null or Refusal { Reason: RefusalReason.NotFound }, $"{refusal}");
            return entered;
        })));
        var signedIn = Assert.Single(entered.OfType<SignedIn>());

        Assert.Equal(signedIn with { Session = null }, (await new SignIn(world.House).Run("francesca", "a quite new sentence", default)) with { Session = null });
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new UseLink(world.House).Run(token, null, default))).Reason);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_asks_learns_nothing_and_no_address_gets_more_than_three_letters_at_once(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        foreach (var address in new[] { "nobody@sportello.example", Francesca })
        {
            for (var i = 0; i < 5; i++)
            {
                await new AskForLink(world.House).Run(address, "en", default);
            }
        }

        Assert.Equal(["francesca@sportello.example 3", "nobody@sportello.example 3"], await world.Rows("select address, count(*) from sign_in_link group by address order by address", r => $"{r.GetString(0)} {r.GetInt64(1)}"));
        await world.Send();
        Assert.Equal([2, 2, 2, 4, 4, 4], (await world.Rows("select state from sign_in_link", r => r.GetInt32(0))).Order());
        for (var i = 0; i < 3; i++)
        {
            await server.Take("francesca");
        }
    }

    [Fact]
    public async Task A_link_that_is_old_forged_or_of_a_closed_account_opens_nothing()
    {
        await using var world = await World(DatabaseProvider.Sqlite);
        await new AskForLink(world.House).Run(Francesca, "en", default);
        await world.Send();
        var token = Link().Match((await server.Take("francesca")).Text!).Groups[1].Value;
        foreach (var forged in new[] { "2" + token[1..], token[..^1] + (token[^1] == '0' ? '1' : '0'), "", "1", token.ToUpperInvariant() + "x" })
        {
            await Assert.ThrowsAsync<Refusal>(() => new UseLink(world.House).Look(forged, default));
        }

        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            await new DisableUser(desk).Run("francesca", default);
        }

        await Assert.ThrowsAsync<Refusal>(() => new UseLink(world.House).Look(token, default));
        await world.Change(desk => desk.Sql.Run("update user_account set active = true", default));
        Assert.Equal("francesca", await new UseLink(world.House).Look(token, default));
        world.Test.Clock.Now += TimeSpan.FromMinutes(AskForLink.Minutes);
        await Assert.ThrowsAsync<Refusal>(() => new UseLink(world.House).Look(token, default));
    }

    private Task<NoticeWorld> World(DatabaseProvider provider) =>
        NoticeWorld.Open(provider, settings => settings with { Smtp = server.Settings, Work = settings.Work with { Url = "https://desk.example" } });

    [GeneratedRegex("https://desk.example/sign-in/link/([0-9a-f-]+)")]
    private static partial Regex Link();
}
