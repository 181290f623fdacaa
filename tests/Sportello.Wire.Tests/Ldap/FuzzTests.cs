using System.Formats.Asn1;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Ldap;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Ldap;

/// <summary>Whatever a server sends, the client ends with one of the two kinds of exceptions, and soon.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 10_000;

    /// <summary>A bind that succeeds, an entry with two attributes, a reference, the end; a bind that is refused.</summary>
    private static readonly byte[] Sane =
    [
        .. Message(1, 1, w => Result(w, 0, "")),
        .. Message(2, 4, w =>
        {
            w.WriteOctetString("uid=luca,dc=example"u8);
            using (w.PushSequence())
            {
                Attribute(w, "uid", "lu");
                Attribute(w, "cn", "Lu");
            }
        }),
        .. Message(2, 19, w => w.WriteOctetString("ldap://x"u8)),
        .. Message(2, 5, w => Result(w, 0, "")),
        .. Message(3, 1, w => Result(w, 49, "bad!")),
    ];

    [Fact]
    public async Task A_sane_server_is_talked_to_until_the_end() => Assert.Equal("refused uid=luca,dc=example lu Lu", await Converse(Sane));

    [Fact]
    public async Task A_mutated_server_ends_in_one_of_the_two_kinds()
    {
        var random = new Random(20261122);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Mutations; i++)
        {
            var end = (await Mutated(random))[..6];
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        Assert.True(ends["broken"] > Mutations / 10, "Mutations that break nothing test nothing.");
        Assert.True(ends["refuse"] > Mutations / 100, "Mutations that break everything at once never reach the later requests.");
    }

    [Fact]
    public void Any_octets_at_all_end_in_one_of_the_two_kinds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets => Converse(octets).ContinueWith(end => end.IsCompletedSuccessfully, TaskScheduler.Default)));

    [Theory]
    [InlineData("3084FFFFFFFF", "more than fits")]
    [InlineData("3080", "usable length")]
    [InlineData("48545450", "does not speak LDAP")]
    [InlineData("301F02010078 1A0A010204000413676F 6F64 6279652C 2066 7269656E6473 212121", "ended the conversation")]
    public async Task A_broken_conversation_says_why(string octets, string why)
    {
        var problem = await Assert.ThrowsAsync<ConversationBrokenException>(() => Speak(Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal))));
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    private static byte[] Message(int number, int kind, Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(number);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, kind)))
                content(writer);
        }

        return writer.Encode();
    }

    private static void Result(AsnWriter writer, byte code, string diagnostic)
    {
        writer.WriteEncodedValue([10, 1, code]);
        writer.WriteOctetString([]);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(diagnostic));
    }

    private static void Attribute(AsnWriter writer, string name, string value)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
            using (writer.PushSetOf())
                writer.WriteOctetString(Encoding.UTF8.GetBytes(value));
        }
    }

    private static async Task<string> Mutated(Random random)
    {
        var octets = (byte[])Sane.Clone();
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            octets[random.Next(octets.Length)] = (byte)random.Next(256);
        }

        return await Converse(random.Next(4) == 0 ? octets[..random.Next(octets.Length)] : octets).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task<string> Converse(byte[] octets)
    {
        try
        {
            return await Speak(octets);
        }
        catch (ConversationBrokenException)
        {
            return "broken";
        }
        catch (CommandRefusedException)
        {
            return "refused early";
        }
    }

    private static async Task<string> Speak(byte[] octets)
    {
        var connection = new WireConnection(new OneSided(octets), new WireEndpoint("directory.example", 389, ConnectionSecurity.None));
        await using var client = await LdapClient.BeginAsync(connection);
        await client.BindAsync("cn=reader", "secret", allowInClear: true);
        var found = await client.SearchAsync("dc=example", LdapScope.Tree, LdapFilter.Parse("(uid=luca)"), ["uid", "cn"], 10);
        try
        {
            await client.BindAsync("uid=luca", "wrong", allowInClear: true);
            return "let in!";
        }
        catch (AuthenticationFailedException)
        {
            return $"refused {string.Join(' ', found.Entries.SelectMany(e => e.Texts("uid").Concat(e.Texts("CN")).Prepend(e.Name)))}";
        }
    }

    /// <summary>Says what it has to say, whatever it hears.</summary>
    private sealed class OneSided(byte[] says) : MemoryStream(says, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public override void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}
