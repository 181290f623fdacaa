using Sportello.Mailroom.Reading;

namespace Sportello.Tickets;

/// <summary>What a sender had formatted, sanitized, and how many images from elsewhere are left out of it.</summary>
public sealed record FormattedLetter(string Html, int ImagesElsewhere);

/// <summary>A comment as its sender had formatted it, for who sees the ticket.</summary>
public sealed class FormattedComment(Desk desk)
{
    /// <param name="addressOf">Where an image of the letter itself is found.</param>
    /// <param name="loadImages">Whether images from elsewhere are loaded: whoever sent them then learns that they were.</param>
    public async Task<FormattedLetter> Run(int number, long comment, Func<AttachmentView, string> addressOf, bool loadImages, CancellationToken stop)
    {
        var ticket = await new TicketPage(desk).Run(number, stop);
        if (ticket.Comments.FirstOrDefault(c => c.Id == comment) is not { Html: { } html } found)
        {
            throw Refusal.NotFound("There is no such comment, it has no formatting, or it is out of your reach.");
        }

        var images = found.Attachments.Where(a => a.ContentId is not null).ToLookup(a => a.ContentId!, StringComparer.Ordinal);
        var (shown, leftOut) = LetterImages.Into(
            html,
            id => images[id].FirstOrDefault() is { } image ? addressOf(image) : null,
            loadImages);
        return new FormattedLetter(shown, leftOut);
    }
}
