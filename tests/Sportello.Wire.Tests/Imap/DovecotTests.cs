using System.Text;
using Sportello.Testing;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

/// <summary>The client against a real Dovecot, the whole of what mail programs do.</summary>
public sealed class DovecotTests(DovecotTests.Server server) : IClassFixture<DovecotTests.Server>
{
    private static int _folders;

    [Theory]
    [InlineData(ConnectionSecurity.None)]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task Signing_in_works_over_every_kind_of_connection(ConnectionSecurity security)
    {
        await using var client = await server.Connect(security);

        await client.SignInAsync(SaslCredentials.Password("sandro", Dovecot.Password));

        Assert.True(client.IsSignedIn);
        Assert.True(client.Capabilities.Has("UIDPLUS"));
        await client.LogoutAsync();
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Every_mechanism_signs_in_and_none_shows_the_password_in_the_log(string name)
    {
        var log = new StringWriter();
        await using var client = await server.Connect(ConnectionSecurity.Tls, log);
        var mechanism = SaslChoice.Strongest([name], SaslCredentials.Password("luca", Dovecot.Password), mayRevealSecret: true);

        await client.SignInAsync(mechanism);

        Assert.True(client.IsSignedIn);
        Assert.DoesNotContain(Dovecot.Password, log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0luca\0{Dovecot.Password}")), log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Dovecot.Password)), log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    public async Task A_wrong_password_is_refused_and_the_right_one_works_on_the_same_connection(string name)
    {
        await using var client = await server.Connect(ConnectionSecurity.None);
        SaslMechanism Mechanism(string password) => SaslChoice.Strongest([name], SaslCredentials.Password("luca", password), mayRevealSecret: true);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.SignInAsync(Mechanism("sbagliata")));
        await client.SignInAsync(Mechanism(Dovecot.Password));

        Assert.True(client.IsSignedIn);
    }

    [Fact]
    public async Task The_login_command_signs_in_without_showing_the_password_in_the_log()
    {
        var log = new StringWriter();
        await using var client = await server.Connect(ConnectionSecurity.None, log);

        await client.LoginAsync(SaslCredentials.Password("luca", Dovecot.Password));

        Assert.Contains("LOGIN \"luca\" ***", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Dovecot.Password, log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Входящие/Заявки & жалобы")]
    [InlineData("Ärger")]
    [InlineData("受信トレイ")]
    [InlineData("with \"quotes\" and \\ backslash")]
    [InlineData("💌")]
    public async Task Folders_of_any_name_are_made_listed_and_selected(string name)
    {
        await using var client = await server.SignIn();
        var folder = $"{name} {Interlocked.Increment(ref _folders)}";

        await client.CreateAsync(folder);

        Assert.Contains(folder, (await client.ListAsync()).Select(listed => listed.Name));
        Assert.Equal(folder, (await client.SelectAsync(folder)).Name);
        Assert.Equal(0u, (await client.StatusAsync(folder)).Messages);
        var exists = await Assert.ThrowsAsync<ImapRefusedException>(() => client.CreateAsync(folder));
        Assert.Equal("ALREADYEXISTS", exists.Code?.Name);
        await client.UnselectAsync();
        await client.DeleteAsync(folder);
        await Assert.ThrowsAsync<ImapRefusedException>(() => client.SelectAsync(folder));
    }

    [Fact]
    public async Task A_folder_says_what_it_is_for()
    {
        await using var client = await server.SignIn();

        var sent = Assert.Single(await client.ListAsync(), folder => folder.SpecialUse == @"\Sent");

        Assert.Equal("Sent", sent.Name);
        Assert.Equal("/", sent.Delimiter);
        Assert.True(sent.CanBeSelected);
        Assert.Equal("/", Assert.Single(await client.PersonalNamespacesAsync()).Delimiter);
        Assert.Equal("Dovecot", (await client.IdentifyAsync("Sportello", "1"))["name"]);
    }

    [Fact]
    public async Task A_message_comes_back_octet_for_octet_with_its_flags_and_date()
    {
        await using var client = await server.SignIn();
        var folder = await NewFolder(client);
        var octets = new byte[300_000];
        new Random(7).NextBytes(octets);
        octets.AsSpan().Replace((byte)'\n', (byte)'n');
        octets.AsSpan().Replace((byte)'\0', (byte)'0');
        byte[] message = [.. "Subject: =?utf-8?B?0J/RgNC40LLQtdGC?=\r\nMessage-ID: <1@post.example>\r\n\r\n"u8, .. octets, .. "\r\n"u8];
        var date = new DateTimeOffset(2021, 3, 4, 5, 6, 7, TimeSpan.FromHours(-3.5));

        var appended = await client.AppendAsync(folder, new MemoryStream(message), message.Length, [ImapFlags.Seen, "$Forwarded"], date);
        var mailbox = await client.SelectAsync(folder);

        Assert.Equal(mailbox.UidValidity, appended!.UidValidity);
        Assert.Equal(1u, mailbox.Exists);
        Assert.True(mailbox.HighestModSeq > 0);
        var header = Assert.Single(await client.FetchHeadersAsync(UidSet.Of(appended.Uid)).ToListAsync());
        Assert.Equal(message.Length, header.Size);
        Assert.Equal(date, header.ArrivedAt);
        Assert.Equal(["$Forwarded", @"\Seen"], header.Flags.Where(flag => flag != @"\Recent").Order(StringComparer.Ordinal));
        Assert.StartsWith("Subject: =?utf-8?B?", Encoding.ASCII.GetString(header.Header), StringComparison.Ordinal);
        using var copy = new MemoryStream();
        Assert.True(await client.FetchBodyAsync(appended.Uid, copy));
        Assert.Equal(message, copy.ToArray());
        Assert.False(await client.FetchBodyAsync(appended.Uid + 1000, copy));
    }

    [Fact]
    public async Task A_hundred_messages_go_there_at_once_and_each_keeps_its_own_flags_and_date()
    {
        await using var client = await server.SignIn();
        var folder = await NewFolder(client);
        var date = new DateTimeOffset(2021, 3, 4, 5, 6, 7, TimeSpan.Zero);
        var messages = Enumerable.Range(0, 100).Select(i =>
        {
            var octets = Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n{new string('x', i * 100)}\r\n");
            return new ImapNewMessage(new MemoryStream(octets), octets.Length, i % 2 == 0 ? [ImapFlags.Seen] : [], date.AddMinutes(i));
        }).ToList();
        var before = client.RoundTrips;

        var results = await client.AppendAllAsync(folder, messages);

        Assert.Equal(before + 1, client.RoundTrips);
        await client.SelectAsync(folder);
        var there = await client.FetchHeadersAsync(UidSet.From(1)).ToDictionaryAsync(m => m.Uid);
        Assert.Equal(100, there.Count);
        Assert.All(Enumerable.Range(0, 100), i =>
        {
            var message = there[results[i].Appended!.Uid];
            Assert.StartsWith($"Subject: {i}\r\n", Encoding.ASCII.GetString(message.Header), StringComparison.Ordinal);
            Assert.Equal((date.AddMinutes(i), i % 2 == 0), (message.ArrivedAt, message.Flags.Contains(ImapFlags.Seen)));
        });
    }

    [Fact]
    public async Task Searching_finds_by_date_subject_and_words_in_any_script()
    {
        await using var client = await server.SignIn();
        var folder = await NewFolder(client);
        await Append(client, folder, "Subject: one\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\n\r\nx\r\n");
        await Append(client, folder, "Subject: =?utf-8?B?0J/RgNC40LLQtdGC?=\r\nDate: Fri, 1 Mar 2024 10:00:00 +0000\r\n\r\nx\r\n");
        await client.SelectAsync(folder);

        Assert.Equal([1u, 2u], await client.SearchAsync(ImapSearch.All));
        Assert.Equal([2u], await client.SearchAsync(ImapSearch.SentSince(new DateOnly(2024, 2, 1))));
        Assert.Equal([2u], await client.SearchAsync(ImapSearch.Subject("привет")));
        Assert.Equal([1u], await client.SearchAsync(ImapSearch.Subject("one").And(ImapSearch.Unseen)));
        Assert.Equal([1u, 2u], await client.SearchAsync(ImapSearch.Subject("one").Or(ImapSearch.Header("Subject", "привет"))));
        Assert.Equal([1u], await client.SearchAsync(ImapSearch.Subject("привет").Not()));
        Assert.True((await client.SearchAsync(ImapSearch.Uids(UidSet.Range(50, 60)))).IsEmpty);
    }

    [Fact]
    public async Task Only_the_messages_named_are_expunged()
    {
        await using var client = await server.SignIn();
        var folder = await NewFolder(client);
        for (var i = 0; i < 4; i++)
            await Append(client, folder, $"Subject: {i}\r\n\r\nx\r\n");
        var mailbox = await client.SelectAsync(folder);
        await client.StoreAsync(UidSet.Of(1, 2, 3), ImapFlagChange.Add, [ImapFlags.Deleted]);

        await client.ExpungeAsync(UidSet.Of(2));

        Assert.Equal(3u, mailbox.Exists);
        Assert.Equal([1u, 3u, 4u], await client.SearchAsync(ImapSearch.All));
        Assert.Equal([4u], await client.SearchAsync(ImapSearch.Undeleted));
    }

    [Fact]
    public async Task Copying_and_moving_tell_where_the_messages_went()
    {
        await using var client = await server.SignIn();
        var (from, to) = (await NewFolder(client), await NewFolder(client));
        for (var i = 0; i < 3; i++)
            await Append(client, from, $"Subject: {i}\r\n\r\nx\r\n");
        var mailbox = await client.SelectAsync(from);

        var copied = await client.CopyAsync(UidSet.Of(1), to);
        var moved = await client.MoveAsync(UidSet.Of(2, 3), to);

        Assert.Equal([1u], copied!.Destination);
        Assert.Equal([2u, 3u], moved!.Source);
        Assert.Equal([2u, 3u], moved.Destination);
        Assert.Equal(1u, mailbox.Exists);
        Assert.Equal(3u, (await client.StatusAsync(to)).Messages);
    }

    [Fact]
    public async Task A_change_made_meanwhile_keeps_a_conditional_store_away()
    {
        await using var client = await server.SignIn();
        var folder = await NewFolder(client);
        await Append(client, folder, "Subject: 1\r\n\r\nx\r\n");
        await Append(client, folder, "Subject: 2\r\n\r\nx\r\n");
        await client.SelectAsync(folder);
        var before = await client.FetchHeadersAsync(UidSet.From(1), []).ToListAsync();
        await client.StoreAsync(UidSet.Of(1), ImapFlagChange.Add, [ImapFlags.Answered]);

        var leftAlone = await client.StoreAsync(UidSet.Of(1, 2), ImapFlagChange.Replace, [ImapFlags.Flagged], before.Max(message => message.ModSeq));

        Assert.Equal([1u], leftAlone);
        var changed = await client.FetchHeadersAsync(UidSet.From(1), [], before.Max(message => message.ModSeq)).ToListAsync();
        Assert.Equal([1u, 2u], changed.Select(message => message.Uid));
        Assert.Contains(ImapFlags.Answered, changed[0].Flags);
    }

    [Fact]
    public async Task Idling_ends_when_a_message_arrives()
    {
        await using var client = await server.SignIn();
        await using var other = await server.SignIn();
        var folder = await NewFolder(client);
        var mailbox = await client.SelectAsync(folder);

        var idle = client.IdleAsync(TimeSpan.FromSeconds(30));
        await Append(other, folder, "Subject: new\r\n\r\nx\r\n");

        Assert.True(await idle);
        Assert.Equal(1u, mailbox.Exists);
        Assert.Equal([1u], await client.SearchAsync(ImapSearch.All));
    }

    [Fact]
    public async Task Idling_ends_when_the_time_is_up_or_nobody_wants_it_any_more_and_the_client_goes_on()
    {
        await using var client = await server.SignIn();
        await client.SelectAsync(await NewFolder(client));
        using var off = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.False(await client.IdleAsync(TimeSpan.FromMilliseconds(100)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.IdleAsync(TimeSpan.FromMinutes(5), off.Token));

        Assert.True((await client.SearchAsync(ImapSearch.All)).IsEmpty);
    }

    [Fact]
    public async Task A_caller_who_has_read_enough_may_leave_the_enumeration()
    {
        await using var client = await server.SignIn();
        var folder = await NewFolder(client);
        for (var i = 0; i < 5; i++)
            await Append(client, folder, $"Subject: {i}\r\n\r\n{new string('x', 100_000)}\r\n");
        await client.SelectAsync(folder);

        await foreach (var body in client.FetchBodiesAsync(UidSet.From(1)))
        {
            await body.Content.ReadExactlyAsync(new byte[10]);
            if (body.Uid == 2)
                break;
        }
        await foreach (var header in client.FetchHeadersAsync(UidSet.From(1)))
            break;

        Assert.Equal(5, (await client.SearchAsync(ImapSearch.All)).Count);
    }

    private static async Task<string> NewFolder(ImapClient client)
    {
        var name = $"Folder{Interlocked.Increment(ref _folders)}";
        await client.CreateAsync(name);
        return name;
    }

    private static Task<ImapAppended?> Append(ImapClient client, string folder, string message) =>
        client.AppendAsync(folder, new MemoryStream(Encoding.ASCII.GetBytes(message)), message.Length);

    public sealed class Server : IDisposable
    {
        public Dovecot Dovecot { get; } = Dovecot.Start(users: ["sandro", "luca"]);

        public Task<ImapClient> Connect(ConnectionSecurity security, TextWriter? log = null) => ImapClient.ConnectAsync(
            new WireEndpoint("localhost", security == ConnectionSecurity.Tls ? Dovecot.TlsPort : Dovecot.Port, security, CertificatePolicy.Trusting(Dovecot.Certificate)),
            log is null ? null : new TextWireLog(log));

        public async Task<ImapClient> SignIn()
        {
            var client = await Connect(ConnectionSecurity.None);
            await client.SignInAsync(SaslCredentials.Password("sandro", Dovecot.Password));
            return client;
        }

        public void Dispose() => Dovecot.Dispose();
    }
}
