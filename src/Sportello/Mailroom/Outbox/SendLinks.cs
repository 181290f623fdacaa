using System.Globalization;
using Sportello.Directory.SignInLinks;
using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Smtp;
using Sportello.Wire.Transport;
using Sportello.Words;

namespace Sportello.Mailroom.Outbox;

/// <summary>
/// Sends the links that people asked for to sign in, before all other mail: somebody waits in front of the page. They belong to no ticket, live for
/// minutes, and are asked for again when one is lost, so the long care of the other mails would be too much.
/// </summary>
internal sealed class SendLinks(House house, SmtpSettings smtp, string program)
{
    private readonly MailAddress _from = MailAddress.ParseList(smtp.From)[0];

    /// <exception cref="ConversationBrokenException">The server cannot be spoken with; what was not sent waits on.</exception>
    public async Task Run(SmtpLine line, CancellationToken stop)
    {
        var last = 0L;
        while (await Take(last, stop) is { } link)
        {
            await Send(link, line, stop);
            last = link.Id;
        }
    }

    private async Task Send(Waiting link, SmtpLine line, CancellationToken stop)
    {
        try
        {
            var letter = Letter(link);
            var measure = await letter.MeasureAsync(stop);
            var client = await line.Client(stop);
            var result = await client.SendAsync(
                new SmtpEnvelope(_from.Address, link.Address),
                new SmtpLetter((stream, cancel) => letter.WriteAsync(stream, cancel), measure.Octets, measure.EightBit, measure.SmtpUtf8));
            await Became(link, result.Recipients[0].Outcome switch { SmtpOutcome.Accepted => LinkState.Sent, SmtpOutcome.Temporary => LinkState.Waiting, _ => LinkState.Refused });
        }
        catch (Exception e) when (e is ConversationBrokenException or CommandRefusedException or IOException)
        {
            await Became(link, LinkState.Waiting);
            throw;
        }
        catch (FormatException e)
        {
            house.Log.Write(LogLevel.Warning, program, string.Create(CultureInfo.InvariantCulture, $"The sign-in link {link.Id} cannot be sent: {e.Message}"));
            await Became(link, LinkState.Refused);
        }
    }

    private OutgoingLetter Letter(Waiting link)
    {
        var language = Language.In(link.Language);
        var url = $"{house.Settings.Work.Url}/sign-in/link/{LinkToken.Write(house, link.Id, link.Expires)}";
        return new OutgoingLetter
        {
            From = new Mailbox(_from.Address, _from.Name),
            Date = new DateTimeOffset(link.Created, TimeSpan.Zero),
            MessageId = string.Create(CultureInfo.InvariantCulture, $"sign-in.{link.Id}.{Guid.NewGuid():N}@{_from.Address[(_from.Address.LastIndexOf('@') + 1)..].ToLowerInvariant()}"),
            To = [new Mailbox(link.Address, link.Name)],
            Subject = language.Say("link.letter.subject"),
            AutoSubmitted = "auto-generated",
            Text = language.Say("link.letter", ("name", link.Name), ("link", url), ("n", AskForLink.Minutes)),
        };
    }

    /// <summary>Takes the next; what has run out is no longer sent.</summary>
    private async Task<Waiting?> Take(long last, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        if (await desk.Sql.First("select id from sign_in_link where state = 0 and id > @last limit 1", r => (long?)r.GetInt64(0), stop, ("@last", last)) is null)
        {
            return null;
        }

        await desk.Begin(stop);
        await desk.Sql.Run("update sign_in_link set state = @refused where state = 0 and expires_at <= @now", stop, ("@refused", LinkState.Refused), ("@now", house.Now));
        var taken = await desk.Sql.List(
            """
            update sign_in_link set state = 1 where state = 0 and id in (select id from sign_in_link where state = 0 and id > @last order by id limit 1)
            returning id, name, address, language, created_at, expires_at
            """,
            r => new Waiting(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), Data.RowReading.Time(r, 4), Data.RowReading.Time(r, 5)),
            stop,
            ("@last", last));
        await desk.Save(stop);
        return taken.FirstOrDefault();
    }

    private async Task Became(Waiting link, LinkState state)
    {
        await using var desk = await house.DeskOfProgram(program, default);
        await desk.Begin(default);
        await desk.Sql.Run("update sign_in_link set state = @state where id = @id", default, ("@state", state), ("@id", link.Id));
        await desk.Save(default);
    }

    private sealed record Waiting(long Id, string Name, string Address, string Language, DateTime Created, DateTime Expires);
}
