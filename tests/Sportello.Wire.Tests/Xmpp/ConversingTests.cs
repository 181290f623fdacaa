using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Tests.Smtp;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;
using Sportello.Wire.Xmpp;

namespace Sportello.Wire.Tests.Xmpp;

/// <summary>Conversations as written down, the ugly ones included.</summary>
public sealed class ConversingTests
{
    private const string Header = "S: <stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>";
    private const string Open = "C: <?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='chat.example' version='1.0'>\n" + Header;
    private const string Plain = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
    private const string Scram = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>";
    private const string Bound = Open + "\nS: <stream:features>" + Plain + """
        </stream:features>
        C: <auth mechanism='PLAIN' xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>***</auth>
        S: <success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>

        """ + Open + """

        S: <stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>{features}</stream:features>
        C: <iq type='set' id='q1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desk</resource></bind></iq>
        S: <iq type='result' id='q1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>help@chat.example/desk</jid></bind></iq>

        """;

    private static readonly Jid Help = Jid.Parse("help@chat.example/desk");
    private static readonly Jid Luca = Jid.Parse("luca@chat.example");

    [Theory]
    [InlineData("not-authorized", typeof(AuthenticationFailedException))]
    [InlineData("temporary-auth-failure", typeof(XmppRefusedException))]
    public async Task A_refused_sign_in_says_whether_for_now_or_for_good(string condition, Type expected)
    {
        var replay = Play($"""
            {Open}
            S: <stream:features>{Plain}</stream:features>
            C: <auth mechanism='PLAIN' xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>***</auth>
            S: <failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><{condition}/><text>sorry</text></failure>
            """);

        var problem = await Record.ExceptionAsync(() => SignIn(replay, ConnectionSecurity.None, allowInClear: true));

        Assert.IsType(expected, problem);
        Assert.Contains($"{condition}: sorry", problem.Message, StringComparison.Ordinal);
        replay.AssertPlayed();
    }

    [Fact]
    public async Task Where_starttls_is_demanded_and_not_offered_nothing_else_is_said()
    {
        var replay = Play($"{Open}\nS: <stream:features>{Plain}</stream:features>");

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => SignIn(replay, ConnectionSecurity.StartTls));

        Assert.Contains("STARTTLS", broken.Message, StringComparison.Ordinal);
        replay.AssertPlayed();
    }

    [Fact]
    public async Task Without_encryption_the_password_is_not_shown()
    {
        var replay = Play($"{Open}\nS: <stream:features>{Plain}</stream:features>");

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => SignIn(replay, ConnectionSecurity.None));
    }

    [Theory]
    [InlineData("S: <stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>who?</text></stream:error></stream:stream>", "host-unknown: who?")]
    [InlineData("S: <!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "no XML")]
    [InlineData("S: <a><b></a>", "no XML")]
    [InlineData("S: <stream:features>", "closed the connection")]
    [InlineData("S: hello", "does not belong")]
    [InlineData("S: </stream:stream>", "end of the stream")]
    [InlineData("-- silence", "silent")]
    public async Task A_stream_that_goes_wrong_is_a_broken_conversation_with_the_reason(string said, string reason)
    {
        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => SignIn(Play($"{Open}\n{said}"), ConnectionSecurity.None));

        Assert.Contains(reason, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stanza_that_is_too_large_or_too_deep_breaks_the_conversation()
    {
        var large = Play($"{Open}\nS: <stream:features>{new string(' ', 600_000)}</stream:features>");
        var deep = Play($"{Open}\nS: <stream:features>{string.Concat(Enumerable.Repeat("<a>", 100))}");

        Assert.Contains("more than 524288 octets", (await Assert.ThrowsAsync<ConversationBrokenException>(() => SignIn(large, ConnectionSecurity.None))).Message, StringComparison.Ordinal);
        Assert.Contains("elements deep", (await Assert.ThrowsAsync<ConversationBrokenException>(() => SignIn(deep, ConnectionSecurity.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_acknowledged_the_answer_to_a_ping_tells_and_questions_in_between_are_answered()
    {
        var replay = Play(Bound.Replace("{features}", "", StringComparison.Ordinal) + """
            C: <message type='chat' id='***' to='luca@chat.example'><body>a &lt;b&gt;&#10;c</body></message>
            C: <iq type='get' id='q2' to='chat.example'><ping xmlns='urn:xmpp:ping'/></iq>
            S: <iq type='get' id='s1' from='chat.example'><ping xmlns='urn:xmpp:ping'/></iq>
            S: <iq type='get' id='s2' from='chat.example'><query xmlns='jabber:iq:version'/></iq>
            S: <message from='luca@chat.example' type='chat'><body>&amp;</body></message>
            C: <iq type='result' id='s1' to='chat.example'/>
            C: <iq type='error' id='s2' to='chat.example'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>
            S: <iq type='error' id='q2'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>
            C: </stream:stream>
            S: </stream:stream>
            """);
        await using var client = await SignIn(replay, ConnectionSecurity.None, allowInClear: true);

        var delivery = await client.SendAsync(Luca, "a <b>\nc");
        await client.CloseAsync();

        Assert.Equal(XmppOutcome.Taken, delivery.Outcome);
        replay.AssertPlayed();
    }

    [Fact]
    public async Task Where_stanzas_are_acknowledged_the_count_tells_and_ours_is_told_when_asked()
    {
        var replay = Play(Bound.Replace("{features}", "<sm xmlns='urn:xmpp:sm:3'/>", StringComparison.Ordinal) + """
            C: <enable xmlns='urn:xmpp:sm:3'/>
            S: <enabled xmlns='urn:xmpp:sm:3'/>
            C: <message type='chat' id='***' to='luca@chat.example'><body>one</body></message>
            C: <r xmlns='urn:xmpp:sm:3'/>
            S: <message from='luca@chat.example' type='error' id='older'><error type='cancel'/></message>
            S: <a xmlns='urn:xmpp:sm:3' h='0'/>
            S: <r xmlns='urn:xmpp:sm:3'/>
            C: <a xmlns='urn:xmpp:sm:3' h='1'/>
            S: <a xmlns='urn:xmpp:sm:3' h='1'/>
            """);
        await using var client = await SignIn(replay, ConnectionSecurity.None, allowInClear: true);

        Assert.Equal(XmppOutcome.Taken, (await client.SendAsync(Luca, "one")).Outcome);

        replay.AssertPlayed();
    }

    [Theory]
    [InlineData("# the line drops")]
    [InlineData("-- silence")]
    [InlineData("S: <a xmlns='urn:xmpp:sm:3' h=")]
    [InlineData("S: <stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")]
    public async Task A_line_dropped_before_the_acknowledgement_is_neither_yes_nor_no(string ending)
    {
        var replay = Play(Bound.Replace("{features}", "<sm xmlns='urn:xmpp:sm:3'/>", StringComparison.Ordinal) + $"""
            C: <enable xmlns='urn:xmpp:sm:3'/>
            S: <enabled xmlns='urn:xmpp:sm:3'/>
            C: <message type='chat' id='***' to='luca@chat.example'><body>one</body></message>
            C: <r xmlns='urn:xmpp:sm:3'/>
            {ending}
            """);
        await using var client = await SignIn(replay, ConnectionSecurity.None, allowInClear: true);

        Assert.Equal(XmppOutcome.Unknown, (await client.SendAsync(Luca, "one")).Outcome);

        Assert.False(client.IsOpen);
        await Assert.ThrowsAsync<ConversationBrokenException>(() => client.SendAsync(Luca, "two"));
    }

    [Fact]
    public void Whatever_a_server_says_there_is_a_result_or_one_of_the_two_exceptions_and_soon()
    {
        var scrap = Gen.Elements(
            "<stream:features>", "</stream:features>", "<stream:features/>", "<a>", "</a>", "<a/>", " ", "x", "<", ">", "&amp;", "&x;", "\0", "ж", "<!DOCTYPE a>", "<?x y?>", "<!-- -->", "<![CDATA[x]]>",
            "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>cg==</challenge>", "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>!</challenge>",
            "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "<stream:error/>", "</stream:stream>", "<iq type='result'/>", "<iq type='get' id='1'/>", "<message/>", Header[3..],
            $"<stream:features>{Plain}</stream:features>", $"<stream:features>{Scram}</stream:features>");
        var script = from scraps in scrap.ListOf() from whole in Gen.Elements(true, true, true, false) select (whole ? Header[3..] : "") + string.Concat(scraps);
        Prop.ForAll(script.ToArbitrary(), said => TryAll(said).WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("luca@chat.example", "luca@chat.example")]
    [InlineData("Luca@Chat.example/Home", "luca@chat.example/Home")]
    [InlineData("chat.example", "chat.example")]
    [InlineData("лука@чат.example", "лука@чат.example")]
    [InlineData("@chat.example", null)]
    [InlineData("luca@", null)]
    [InlineData("luca@chat.example/", null)]
    [InlineData("lu ca@chat.example", null)]
    [InlineData("luca@chat example", null)]
    [InlineData("luca'@chat.example", null)]
    [InlineData("lu\nca@chat.example", null)]
    [InlineData("", null)]
    public void What_is_an_address(string text, string? expected) => Assert.Equal(expected, Jid.TryParse(text)?.ToString());

    private static async Task TryAll(string said)
    {
        try
        {
            await using var client = await SignIn(new Babble(said), ConnectionSecurity.None, allowInClear: true);
            await client.SendAsync(Luca, "hello");
        }
        catch (Exception problem) when (problem is CommandRefusedException or ConversationBrokenException)
        {
            Assert.NotEmpty(problem.Message);
        }
    }

    private static Task<XmppClient> SignIn(Stream stream, ConnectionSecurity security, bool allowInClear = false)
    {
        var limits = XmppLimits.Default with { Wire = WireLimits.Default with { ReadTimeout = TimeSpan.FromMilliseconds(300) } };
        var connection = new WireConnection(stream, new WireEndpoint("chat.example", 5222, security), limits: limits.Wire);
        return XmppClient.SignInAsync(connection, Help, "parola", limits, allowInClear: allowInClear);
    }

    private static ReplayStream Play(string transcript) => new(Transcript.Parse(transcript));
}
