using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

/// <summary>Whatever a server sends, the client ends with one of the two kinds of exceptions, and soon.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 10_000;

    private static readonly byte[] Sane = Encoding.UTF8.GetBytes("""
        * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ AUTH=PLAIN] ready
        A1 OK [CAPABILITY IMAP4rev1 LITERAL+ ESEARCH CONDSTORE UIDPLUS MOVE IDLE NAMESPACE ID SPECIAL-USE LIST-EXTENDED] in
        * LIST (\HasNoChildren \Sent) "/" "&BBIERQ-"
        * LIST () NIL {5}
        a b c
        A2 OK done
        * FLAGS (\Seen \Deleted)
        * OK [PERMANENTFLAGS (\Seen \*)] ok
        * 12 EXISTS
        * OK [UIDVALIDITY 7] ok
        * OK [UIDNEXT 40] ok
        A3 OK [READ-WRITE] selected
        * ESEARCH (TAG "A4") UID ALL 1:5,9,12:14 MODSEQ 8
        * SEARCH 20 21
        A4 OK found
        * 1 FETCH (UID 1 FLAGS (\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 44 MODSEQ (5) BODY[HEADER] {12}
        Subject: x
         X ("a" (NIL "b\"c")))
        * 2 EXPUNGE
        * 2 FETCH (UID 3 RFC822.SIZE 9 BODY[HEADER] "quoted")
        A5 OK fetched
        * 1 FETCH (UID 1 BODY[] {20}
        12345678901234567890 FLAGS ())
        * 2 FETCH (BODY[] ~{5}
        12345 UID 3)
        A6 OK fetched
        * STATUS "INBOX" (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 5 UNSEEN 6 HIGHESTMODSEQ 7)
        A7 OK done
        A8 OK [APPENDUID 7 41] done
        A9 OK [MODIFIED 4:5] done
        * OK [COPYUID 8 1:2 5:6] moved
        A10 OK done
        * NAMESPACE (("" "/" "X" ("Y"))) NIL NIL
        A11 OK done
        * ID ("name" "Dovecot" "version" NIL)
        A12 OK done
        + idling
        * 14 EXISTS
        A13 OK idled
        * BYE bye
        A14 OK out
        """.ReplaceLineEndings("\r\n") + "\r\n");

    [Fact]
    public async Task A_sane_server_is_talked_to_until_the_end() => Assert.Equal("out", await Converse(Sane));

    [Fact]
    public async Task A_mutated_server_ends_in_one_of_the_two_kinds()
    {
        var random = new Random(20261122);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Mutations; i++)
        {
            var end = await InTime(Mutate(random, Sane));
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        Assert.True(ends["broken"] > Mutations / 10, "Mutations that break nothing test nothing.");
        Assert.True(ends["out"] > Mutations / 100, "Mutations that break everything at once never reach the later commands.");
    }

    [Fact]
    public void Any_octets_at_all_end_in_one_of_the_two_kinds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets => InTime(octets).ContinueWith(end => end.IsCompletedSuccessfully, TaskScheduler.Default)));

    private static byte[] Mutate(Random random, byte[] octets)
    {
        var mutated = octets.ToList();
        for (var i = random.Next(1, 6); i > 0 && mutated.Count > 0; i--)
        {
            var at = random.Next(mutated.Count);
            var length = Math.Min(random.Next(1, random.Next(1, 60)), mutated.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, length);
                    break;
                case 2:
                    mutated.InsertRange(random.Next(mutated.Count), mutated.GetRange(at, length));
                    break;
                case 3:
                    mutated.InsertRange(at, Enumerable.Repeat(mutated[at], random.Next(1, 300)));
                    break;
                case 4:
                    mutated[at] = "(){}[]\"\\ \r\n*+0123456789"u8.ToArray()[random.Next(23)];
                    break;
                case 5 when random.Next(4) == 0:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                default:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. mutated];
    }

    // A loop without end must fail the test and not the patience of whoever runs it.
    private static async Task<string> InTime(byte[] octets)
    {
        try
        {
            return await Task.Run(() => Converse(octets)).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException problem)
        {
            throw new TimeoutException($"The client never ended with this server:\n{Encoding.Latin1.GetString(octets)}", problem);
        }
    }

    private static async Task<string> Converse(byte[] octets)
    {
        var connection = new WireConnection(new DeafServer(octets), new WireEndpoint("mail.example", 143, ConnectionSecurity.None));
        try
        {
            await using var client = await ImapClient.GreetAsync(connection, ImapLimits.Default with { LiteralOctets = 1000 });
            foreach (var step in Steps(client))
            {
                try
                {
                    await step();
                }
                catch (CommandRefusedException)
                {
                    // The next command may follow, and does.
                }
                catch (InvalidOperationException) when (client.Selected is null)
                {
                    // Selecting was refused, so what needs a folder is refused by the client itself.
                }
            }
            return "out";
        }
        catch (ConversationBrokenException)
        {
            return "broken";
        }
    }

    private static IEnumerable<Func<Task>> Steps(ImapClient client) =>
    [
        () => client.SignInAsync(SaslCredentials.Password("sandro", "segreto"), allowInClear: true),
        () => client.ListAsync(),
        () => client.SelectAsync("INBOX"),
        () => client.SearchAsync(ImapSearch.All),
        async () => await client.FetchHeadersAsync(UidSet.Range(1, 9)).CountAsync(),
        async () =>
        {
            await foreach (var body in client.FetchBodiesAsync(UidSet.Range(1, 9)))
                _ = await body.Content.ReadAtLeastAsync(new byte[10], 10, throwOnEndOfStream: false);
        },
        () => client.StatusAsync("INBOX"),
        () => client.AppendAsync("INBOX", new MemoryStream(new byte[10]), 10),
        () => client.StoreAsync(UidSet.Of(1), ImapFlagChange.Add, [ImapFlags.Seen]),
        () => client.MoveAsync(UidSet.Of(1), "Archive"),
        () => client.PersonalNamespacesAsync(),
        () => client.IdentifyAsync("Sportello", "1"),
        () => client.IdleAsync(TimeSpan.FromMilliseconds(20)),
        () => client.LogoutAsync(),
    ];

    /// <summary>Says its piece whatever it is told, and closes.</summary>
    private sealed class DeafServer(byte[] octets) : MemoryStream(octets, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
