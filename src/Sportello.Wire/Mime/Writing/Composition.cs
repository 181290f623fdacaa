namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// How the parts of a letter stand in each other:
/// mixed (alternative (text, related (HTML, images)), attachments), each level only where it is needed.
/// </summary>
internal static class Composition
{
    public static async ValueTask<BodyPart> OfAsync(
        OutgoingLetter letter, string boundary, bool allowEightBit, CancellationToken cancellation)
    {
        var bounds = 0;
        string NextBoundary() => $"{boundary}.{++bounds}";

        var words = new List<BodyPart>();
        if (letter.Text is not null || letter.Html is null)
        {
            words.Add(new TextPart("plain", letter.Text ?? ""));
        }

        var attached = new List<OutgoingFile>(letter.Files);
        if (letter.Html is not null)
        {
            var images = attached.FindAll(file => file.ContentId is not null);
            attached.RemoveAll(images.Contains);
            var html = new List<BodyPart> { new TextPart("html", letter.Html) };
            html.AddRange(await PartsAsync(images, inline: true, allowEightBit, cancellation));
            words.Add(Multipart.Around("related", html, NextBoundary, "; type=\"text/html\""));
        }

        var all = new List<BodyPart> { Multipart.Around("alternative", words, NextBoundary) };
        all.AddRange(await PartsAsync(attached, inline: false, allowEightBit, cancellation));
        var top = Multipart.Around("mixed", all, NextBoundary);
        (top as TextPart)?.StandAlone();
        return top;
    }

    private static async ValueTask<List<BodyPart>> PartsAsync(
        List<OutgoingFile> files, bool inline, bool allowEightBit, CancellationToken cancellation)
    {
        var parts = new List<BodyPart>();
        foreach (var file in files)
        {
            var form = file.IsLetter ? await LetterForms.ProbeAsync(file, cancellation) : LetterForm.Unfit;
            parts.Add(form == LetterForm.SevenBit || (form == LetterForm.EightBit && allowEightBit)
                ? new LetterPart(file, form == LetterForm.EightBit)
                : new FilePart(file, inline));
        }

        return parts;
    }
}
