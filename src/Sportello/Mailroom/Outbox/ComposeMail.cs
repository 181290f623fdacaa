using System.Globalization;
using Sportello.Data;
using Sportello.Settings;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;
using Sportello.Words;

namespace Sportello.Mailroom.Outbox;

/// <summary>Makes the letter of a mail: the same each time it is tried, since everything in it was fixed when it was caused.</summary>
internal sealed class ComposeMail(House house, SmtpSettings smtp)
{
    private readonly MailAddress _from = MailAddress.ParseList(smtp.From)[0];

    public string Domain => _from.Address[(_from.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    public string Sender => _from.Address;

    /// <exception cref="FormatException">The recipient's address is none that mail can be sent to.</exception>
    public async Task<OutgoingLetter> Run(Desk desk, WaitingMail mail, CancellationToken stop)
    {
        var (files, leftOut) = await Files(desk, mail, stop);
        var text = new MailText(mail, house, leftOut);
        var thread = await Thread.Of(desk, mail, stop);
        var letter = new OutgoingLetter
        {
            From = new Mailbox(_from.Address, FromName(mail)),
            Date = new DateTimeOffset(mail.CreatedAt, TimeSpan.Zero).ToOffset(house.Settings.Work.TimeZone.GetUtcOffset(mail.CreatedAt)),
            MessageId = mail.MessageId ?? IdOf(mail),
            To = [new Mailbox(mail.Address, mail.Name)],
            Subject = text.Subject(),
            InReplyTo = thread.InReplyTo,
            References = thread.References,
            AutoSubmitted = mail.IsLetter ? null : "auto-generated",
            Text = text.Text(),
            Html = text.Html(files.Select(f => f.ContentId).OfType<string>().ToHashSet(StringComparer.Ordinal)),
            Files = files,
        };
        return mail.IsLetter ? letter : letter.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
    }

    private string IdOf(WaitingMail mail) =>
        new OwnMessageId(mail.AnswersInternally, mail.Number, mail.CommentId ?? 0, mail.ContactId ?? 0, mail.Id).Write(house.MailKey.Signature, Domain);

    private string FromName(WaitingMail mail) => _from.Name is { Length: > 0 } desk
        ? Language.In(mail.Language).Say("notice.from", ("name", mail.Author), ("desk", desk))
        : mail.Author;

    /// <summary>The files of what was written; those for which there is no room are only named.</summary>
    private async Task<(List<OutgoingFile> Files, List<string> LeftOut)> Files(Desk desk, WaitingMail mail, CancellationToken stop)
    {
        var files = new List<OutgoingFile>();
        var leftOut = new List<string>();
        if (!mail.CarriesComment)
        {
            return (files, leftOut);
        }

        var room = house.Settings.Outgoing.FilesMb * 1048576L;
        var stored = await desk.Sql.List(
            "select name, media_type, size, sha256, content_id from attachment where comment_id = @comment order by id",
            r => (Name: r.GetString(0), MediaType: r.GetString(1), Size: r.GetInt64(2), Sha256: r.GetString(3), ContentId: r.Text(4)),
            stop,
            ("@comment", mail.CommentId));
        foreach (var file in stored)
        {
            room -= file.Size;
            if (room < 0)
            {
                leftOut.Add(string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({file.Size / 1048576.0:0.#} MB)"));
                continue;
            }

            files.Add(new OutgoingFile(file.MediaType, file.Name, _ => ValueTask.FromResult(house.Files.Open(file.Sha256)))
            {
                ContentId = mail.Html is not null && file.ContentId is { } id && CanBeNamed(id) ? id : null,
            });
        }

        return (files, leftOut);
    }

    private static bool CanBeNamed(string contentId) => contentId.Length is > 0 and < 200 && contentId.All(c => c is > ' ' and < '\x7f' and not '<' and not '>');
}
