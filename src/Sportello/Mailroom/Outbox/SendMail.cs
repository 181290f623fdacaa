using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Messaging;
using Sportello.Settings;
using Sportello.Wire.Smtp;
using Sportello.Wire.Transport;

namespace Sportello.Mailroom.Outbox;

/// <summary>What became of one mail.</summary>
public sealed record SentMail(int Ticket, string To, MailState State, string? Answer);

/// <summary>What one round of sending did.</summary>
/// <param name="Mails">Each mail that was tried.</param>
/// <param name="Unreachable">Why the server could not be spoken with, when it could not.</param>
public sealed record SendingRound(IReadOnlyList<SentMail> Mails, string? Unreachable);

/// <summary>
/// Sends what is due, one mail after the other over one connection. The mail's row says at every moment how far it is, so that
/// whoever comes after a crash knows which mails the server certainly has not taken.
/// </summary>
internal sealed class SendMail(House house, SmtpSettings smtp, string program)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private readonly MailQueue _queue = new(house, program);
    private readonly ComposeMail _compose = new(house, smtp);
    private readonly List<SentMail> _done = [];
    private string? _unreachable;

    public async Task<SendingRound> Run(DateTime now, CancellationToken stop)
    {
        await _queue.Settle(stop);
        await _queue.GiveUpOld(Patience, stop);
        await using var line = new SmtpLine(smtp, warning => house.Log.Write(LogLevel.Warning, program, warning));
        await Links(line, stop);
        while (_unreachable is null && !stop.IsCancellationRequested && await _queue.Take(now, stop) is { Count: > 0 } mails)
        {
            await Send(mails, line, stop);
        }

        return new SendingRound(_done, _unreachable);
    }

    private async Task Links(SmtpLine line, CancellationToken stop)
    {
        try
        {
            await new SendLinks(house, smtp, program).Run(line, stop);
        }
        catch (Exception e) when (e is ConversationBrokenException or CommandRefusedException or IOException)
        {
            _unreachable = e.Message;
            await line.Drop();
        }
    }

    private async Task Send(List<WaitingMail> mails, SmtpLine line, CancellationToken stop)
    {
        for (var i = 0; i < mails.Count; i++)
        {
            // A round that is called off ends between two mails and never within one.
            if (stop.IsCancellationRequested || _unreachable is not null)
            {
                await _queue.GiveBack([.. mails.Skip(i).Select(m => m.Id)]);
                return;
            }

            await Send(mails[i], line, stop);
        }
    }

    private async Task Send(WaitingMail mail, SmtpLine line, CancellationToken stop)
    {
        try
        {
            var letter = await Compose(mail, stop);
            // The name of the envelope comes back in reports, also where a server returns nothing of the letter itself.
            var envelope = new SmtpEnvelope(_compose.Sender, mail.Address) { EnvelopeId = letter.MessageId.Trim('<', '>').Split('@')[0] };
            await Judge(mail, await HandOver(mail, envelope, letter, line));
        }
        catch (LostClaimException e)
        {
            house.Log.Write(LogLevel.Warning, program, e.Message);
            await line.Drop();
        }
        catch (Exception e) when (e is ConversationBrokenException or CommandRefusedException)
        {
            _unreachable = e.Message;
            await Missed(mail, e.Message);
        }
        catch (FormatException e)
        {
            await Became(mail, MailState.Refused, e.Message);
        }
        catch (IOException e)
        {
            await line.Drop();
            await Missed(mail, e.Message);
        }
    }

    private async Task<Wire.Mime.Writing.OutgoingLetter> Compose(WaitingMail mail, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        return await _compose.Run(desk, mail, stop);
    }

    /// <summary>A line that was used before may have been closed by the server since; then a new one is tried, once.</summary>
    private async Task<SmtpResult> HandOver(WaitingMail mail, SmtpEnvelope envelope, Wire.Mime.Writing.OutgoingLetter letter, SmtpLine line)
    {
        while (true)
        {
            var client = await line.Client(default);
            try
            {
                return await client.SendAsync(envelope, await Finished(mail, letter, client));
            }
            catch (ConversationBrokenException) when (line.IsUsed)
            {
                // Nothing was taken, and the row still says so.
                await line.Drop();
            }
        }
    }

    /// <summary>The letter, and after its last byte the note that from here on nobody knows. The server takes nothing before the end that follows.</summary>
    private async Task<SmtpLetter> Finished(WaitingMail mail, Wire.Mime.Writing.OutgoingLetter letter, SmtpClient client)
    {
        var measure = await letter.MeasureAsync();
        return new SmtpLetter(
            async (stream, stop) =>
            {
                await letter.WriteAsync(stream, stop);
                if (!await _queue.Ends(mail, letter.MessageId.Trim('<', '>')))
                {
                    throw new LostClaimException($"Mail {mail.Id} took so long that somebody else has it now; it is left to them.");
                }
            },
            measure.Octets,
            measure.EightBit,
            measure.SmtpUtf8 || (mail.Address.Any(c => c > '\x7f') && client.Offers.Has("SMTPUTF8")));
    }

    private async Task Judge(WaitingMail mail, SmtpResult result)
    {
        var recipient = result.Recipients[0];
        switch (recipient.Outcome)
        {
            case SmtpOutcome.Accepted:
                await Became(mail, MailState.Sent, recipient.Reply?.ToString());
                break;
            case SmtpOutcome.Temporary:
                await Missed(mail, recipient.Reply!.ToString());
                break;
            case SmtpOutcome.Permanent:
                await Became(mail, MailState.Refused, recipient.Reply!.ToString());
                if (Undeliverable.Says(recipient.Reply.Enhanced))
                {
                    await Undeliverable.Mark(house, mail.Address, recipient.Reply.ToString());
                }

                break;
            default:
                await Became(mail, MailState.Doubtful, Words.Said.Of("mail-answer.dropped").Kept);
                break;
        }
    }

    private Task Missed(WaitingMail mail, string answer)
    {
        var givenUp = house.Now - mail.CreatedAt >= Patience;
        return Became(mail, givenUp ? MailState.GivenUp : MailState.Delayed, answer, house.Now + DeliverMessages.PauseAfter(mail.Attempts));
    }

    private async Task Became(WaitingMail mail, MailState state, string? answer, DateTime? next = null)
    {
        await _queue.Became(mail, state, answer, next);
        _done.Add(new SentMail(mail.Number, mail.Address, state, answer is null ? null : Words.Said.ReadOne(answer).In(Words.Language.In(house.Settings.Work.Language))));
    }

    /// <summary>The mail was taken over by somebody else while it was written.</summary>
    private sealed class LostClaimException(string message) : Exception(message);
}
