using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Portable;
using Sportello.Wire.Mime;

namespace Sportello.Importing.Archives;

/// <summary>A letter as the archive is put in order by it; what it says lies in the shelf.</summary>
internal sealed record ArchivedLetter(Spot At, string Key, string Content, DateTime SentAt, IReadOnlyList<string> Names, int? Number, string Subject, long? Sender, bool Automatic, (long Start, int Length) Comment)
{
    /// <summary>What it is called in <c>known_message</c>; another one where a different letter has its id.</summary>
    public string OtherKey { get; } = LetterKey.OfBoth(Key, Content);
}

/// <summary>Reads the letters of an archive and lays what they say, as comments of the portable form, into a file.</summary>
internal sealed class LetterShelf : IDisposable
{
    private readonly Intake _intake;
    private readonly FileStream _comments;
    private readonly TicketNumber _number;
    private readonly Judgement _judgement;
    private readonly DateTime _now;

    public LetterShelf(Intake intake)
    {
        _intake = intake;
        _now = intake.Desk.Now;
        _number = new(intake.Desk.House.Settings.Work);
        _judgement = new(intake.Desk.House, _now);
        _comments = new FileStream(intake.Draft.Path + ".comments", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    public async Task<ArchivedLetter> Lay(Spot at, Stream raw, DateTime? arrived, CancellationToken stop)
    {
        var letter = await Letter.ReadAsync(raw, cancellationToken: stop);
        raw.Position = 0;
        var key = await LetterKey.Of(letter, raw, _number, stop);
        var sent = letter.Date?.UtcDateTime ?? arrived ?? _now;
        sent = sent < _now ? sent : _now;
        var address = letter.From is { Address.Length: > 0 } from ? ContactEmail.Normalize(Storable.Text(from.Address)) : "";
        var sender = _intake.Here.ByAddress.TryGetValue(address, out var contact) ? contact : (long?)null;
        var kind = _judgement.Classify(letter);
        var comment = await Comment(letter, sender, sent, kind, stop);
        var start = _comments.Seek(0, SeekOrigin.End);
        await JsonSerializer.SerializeAsync(_comments, comment, cancellationToken: stop);
        var number = _number.In(letter.Subject) is { } named and <= int.MaxValue ? (int)named : (int?)null;
        return new(
            at, key, LetterKey.OfContent(letter), sent, [.. Threading.Keys(letter).Select(k => k.Key)], number, Storable.Text(_number.Without(letter.Subject)), sender,
            kind.IsAutomatic, (start, (int)(_comments.Position - start)));
    }

    public async Task<JsonNode> Comment(ArchivedLetter letter, CancellationToken stop)
    {
        var bytes = new byte[letter.Comment.Length];
        _comments.Position = letter.Comment.Start;
        await _comments.ReadExactlyAsync(bytes, stop);
        return JsonNode.Parse(bytes)!;
    }

    public void Dispose() => _comments.Dispose();

    private async Task<JsonObject> Comment(Letter letter, long? sender, DateTime sent, Classified kind, CancellationToken stop)
    {
        var comment = new JsonObject { ["at"] = Times.Write(sent.AddTicks(-(sent.Ticks % TimeSpan.TicksPerMillisecond))), ["body"] = Storable.Text(letter.Text) };
        if (sender is { } contact)
        {
            comment["author"] = contact;
        }
        else
        {
            var name = letter.From?.Name is { Length: > 0 } called ? called : letter.From?.Address;
            comment["author_name"] = Storable.Cut(Storable.Text(name is { Length: > 0 } ? name : "?"), 200);
            comment["by_staff"] = kind.Verdict == Verdict.Own;
        }

        if (letter.Html is { } html)
        {
            comment["html"] = SafeHtml.Of(Storable.Text(html));
        }

        if (letter.MessageId is { } id)
        {
            comment["message_id"] = LetterKey.OfMessageId(id);
        }

        if (kind.IsAutomatic)
        {
            comment["automatic"] = true;
        }

        comment["attachments"] = await Attachments(letter, stop);
        return comment;
    }

    private async Task<JsonArray> Attachments(Letter letter, CancellationToken stop)
    {
        var attachments = new JsonArray();
        foreach (var attachment in letter.Attachments)
        {
            await Keep(attachment, stop);
            var json = new JsonObject
            {
                ["name"] = Storable.Cut(Storable.Text(attachment.Name), 200),
                ["media_type"] = Storable.Cut(Storable.Text(attachment.MediaType), 200),
                ["size"] = attachment.Size,
                ["sha256"] = attachment.Sha256,
                ["inline"] = attachment.Inline,
            };
            if (attachment.ContentId is { } content)
            {
                json["content_id"] = Storable.Text(content);
            }

            attachments.Add((JsonNode)json);
        }

        return attachments;
    }

    private async Task Keep(LetterAttachment attachment, CancellationToken stop)
    {
        System.IO.Directory.CreateDirectory(_intake.Draft.Files);
        var path = Path.Combine(_intake.Draft.Files, attachment.Sha256);
        if (!File.Exists(path))
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await attachment.CopyToAsync(file, stop);
        }
    }
}
