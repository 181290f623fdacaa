using System.Text;
using Sportello.Testing;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class ReconnectingTests
{
    private const string Select = "S: * PREAUTH [CAPABILITY IMAP4rev1] ready\nC: A1 SELECT \"INBOX\"\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 7] ok\nS: A1 OK [READ-WRITE] done\n";
    private const string Fetch = "C: A2 UID FETCH 3 (UID FLAGS INTERNALDATE BODY.PEEK[])\n";
    private const string Drops = Select + Fetch + "S: * 1 FETCH (UID 3 BODY[] {1000}\nS. only this";
    private const string Works = Select + Fetch + "S: * 1 FETCH (UID 3 BODY[] {5}\nS: whole)\nS: A2 OK done\n";

    [Fact]
    public async Task A_line_that_drops_in_the_middle_of_a_literal_is_taken_up_again()
    {
        var line = new Line(Drops, Works);
        await using var session = line.Session();

        var text = await session.RunAsync("INBOX", FetchThird);

        Assert.Equal("whole", text);
        Assert.Equal(2, session.Connections);
        Assert.Equal([1], line.Clock.Pauses);
        line.AssertPlayed();
    }

    [Fact]
    public async Task A_line_that_holds_serves_one_piece_of_work_after_the_other()
    {
        var line = new Line(Select + "C: A2 EXAMINE \"INBOX\"\nS: * OK [UIDVALIDITY 7] ok\nS: A2 OK [READ-ONLY] done\n");
        await using var session = line.Session();

        await session.RunAsync("INBOX", Nothing);
        var isReadOnly = await session.RunAsync("INBOX", (_, mailbox, _) => Task.FromResult(mailbox.IsReadOnly), readOnly: true);

        Assert.True(isReadOnly);
        Assert.Equal(1, session.Connections);
        line.AssertPlayed();
    }

    [Fact]
    public async Task A_folder_replaced_while_the_line_was_down_is_told_once_and_before_the_work_goes_on()
    {
        var replaced = Works.Replace("UIDVALIDITY 7", "UIDVALIDITY 8", StringComparison.Ordinal);
        var line = new Line(Drops, Select.Replace("UIDVALIDITY 7", "UIDVALIDITY 8", StringComparison.Ordinal)
            + replaced[(replaced.IndexOf("C: A1", StringComparison.Ordinal))..]
                .Replace("A2", "A3", StringComparison.Ordinal).Replace("A1", "A2", StringComparison.Ordinal));
        await using var session = line.Session();
        var begun = 0;
        Task<string> Work(ImapClient client, ImapMailbox mailbox, CancellationToken cancellation)
        {
            begun++;
            return FetchThird(client, mailbox, cancellation);
        }

        var told = await Assert.ThrowsAsync<ImapFolderReplacedException>(() => session.RunAsync("INBOX", Work));
        Assert.Equal((7u, 8u, 1), (told.UidValidityBefore, told.UidValidity, begun));

        Assert.Equal("whole", await session.RunAsync("INBOX", Work));
        line.AssertPlayed();
    }

    [Fact]
    public async Task A_folder_replaced_under_the_work_is_told_once()
    {
        var line = new Line(Select + "C: A2 NOOP\nS: * OK [UIDVALIDITY 8] new\nS: A2 OK done\nC: A3 SELECT \"INBOX\"\nS: * OK [UIDVALIDITY 8] ok\nS: A3 OK done\n");
        await using var session = line.Session();

        var told = await Assert.ThrowsAsync<ImapFolderReplacedException>(() => session.RunAsync("INBOX", async (client, _, cancellation) =>
        {
            await client.NoopAsync(cancellation);
            return await client.SearchAsync(ImapSearch.All, cancellation);
        }));

        Assert.Equal((7u, 8u), (told.UidValidityBefore, told.UidValidity));
        await session.RunAsync("INBOX", Nothing);
        line.AssertPlayed();
    }

    [Fact]
    public async Task After_the_last_try_the_last_error_is_thrown_and_the_next_work_begins_anew()
    {
        var line = new Line("S: * BYE first", "S: * BYE second", "S: * BYE third", "S: * BYE fourth", Works);
        await using var session = line.Session(tries: 4);

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => session.RunAsync("INBOX", FetchThird));

        Assert.Contains("fourth", broken.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], line.Clock.Pauses);
        Assert.Equal("whole", await session.RunAsync("INBOX", FetchThird));
    }

    [Fact]
    public async Task A_refused_folder_is_not_asked_for_again()
    {
        var line = new Line("S: * PREAUTH [CAPABILITY IMAP4rev1] ready\nC: A1 SELECT \"INBOX\"\nS: A1 NO [NONEXISTENT] no such folder\n");
        await using var session = line.Session();

        await Assert.ThrowsAsync<ImapRefusedException>(() => session.RunAsync("INBOX", Nothing));

        Assert.Empty(line.Clock.Pauses);
        Assert.Equal(1, session.Connections);
    }

    [Fact]
    public async Task A_rejected_sign_in_and_a_certificate_not_trusted_are_not_tried_again()
    {
        foreach (var problem in new Exception[] { new AuthenticationFailedException("no"), new CertificateNotTrustedException("expired") })
        {
            var tries = 0;
            await using var session = new ImapSession(_ =>
            {
                tries++;
                return Task.FromException<ImapClient>(problem);
            });

            Assert.Same(problem, await Assert.ThrowsAnyAsync<Exception>(() => session.RunAsync("INBOX", Nothing)));
            Assert.Equal(1, tries);
        }
    }

    [Fact]
    public async Task A_failure_of_the_work_itself_is_not_tried_again_and_the_line_is_kept()
    {
        var line = new Line(Select + "C: A2 SELECT \"INBOX\"\nS: * OK [UIDVALIDITY 7] ok\nS: A2 OK done\n");
        await using var session = line.Session();

        await Assert.ThrowsAsync<IOException>(() => session.RunAsync<int>("INBOX", (_, _, _) => throw new IOException("The disk is full.")));
        await session.RunAsync("INBOX", Nothing);

        Assert.Equal(1, session.Connections);
        line.AssertPlayed();
    }

    [Fact]
    public async Task A_pause_can_be_called_off()
    {
        using var off = new CancellationTokenSource();
        await using var session = new ImapSession(
            _ =>
            {
                off.CancelAfter(TimeSpan.FromMilliseconds(50));
                throw new ConversationBrokenException("away");
            },
            new ImapReconnecting { FirstPause = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1) });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.RunAsync("INBOX", Nothing, cancellation: off.Token));
    }

    [Fact]
    public async Task Work_goes_on_after_a_real_server_was_killed_and_started_again()
    {
        using var dovecot = Dovecot.Start(users: "sandro");
        await using var session = new ImapSession(cancellation => SignIn(dovecot, cancellation), new ImapReconnecting { FirstPause = TimeSpan.FromMilliseconds(100) });
        var begun = 0;

        var uids = await session.RunAsync("INBOX", async (client, mailbox, cancellation) =>
        {
            if (++begun == 1)
            {
                var message = "Subject: 1\r\n\r\nx\r\n"u8.ToArray();
                await client.AppendAsync("INBOX", new MemoryStream(message), message.Length, cancellation: cancellation);
                dovecot.Kill();
                dovecot.Start();
            }
            Assert.Equal("INBOX", mailbox.Name);
            return await client.SearchAsync(ImapSearch.All, cancellation);
        });

        Assert.Equal([1u], uids);
        Assert.Equal((2, 2), (begun, session.Connections));
    }

    private static async Task<ImapClient> SignIn(Dovecot dovecot, CancellationToken cancellation)
    {
        var client = await ImapClient.ConnectAsync(new WireEndpoint("localhost", dovecot.Port, ConnectionSecurity.None), cancellation: cancellation);
        try
        {
            await client.SignInAsync(SaslCredentials.Password("sandro", Dovecot.Password), cancellation: cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private static Task<bool> Nothing(ImapClient client, ImapMailbox mailbox, CancellationToken cancellation) => Task.FromResult(true);

    private static async Task<string> FetchThird(ImapClient client, ImapMailbox mailbox, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        await client.FetchBodyAsync(3, copy, cancellation);
        return Encoding.ASCII.GetString(copy.ToArray());
    }

    /// <summary>A server that is reached by one connection after the other, each with its transcript.</summary>
    private sealed class Line(params string[] transcripts)
    {
        private readonly List<ReplayStream> _opened = [];

        public HastyClock Clock { get; } = new();

        public ImapSession Session(int tries = 5) =>
            new(OpenAsync, new ImapReconnecting { Tries = tries, LongestPause = TimeSpan.FromSeconds(3) }, Clock);

        public void AssertPlayed()
        {
            Assert.Equal(transcripts.Length, _opened.Count);
            _opened[^1].AssertPlayed();
        }

        private Task<ImapClient> OpenAsync(CancellationToken cancellation)
        {
            var replay = new ReplayStream(Transcript.Parse(transcripts[_opened.Count]));
            _opened.Add(replay);
            return ImapClient.GreetAsync(new WireConnection(replay, new WireEndpoint("mail.example", 143, ConnectionSecurity.None)), cancellation: cancellation);
        }
    }

    /// <summary>Every wait is over at once, and remembered in seconds.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public List<double> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime.TotalSeconds);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
