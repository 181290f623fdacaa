namespace Sportello.Wire.Mime;

/// <summary>Which leaves of a message are its body: at most one plain text and at most one HTML.</summary>
internal sealed record BodyChoice(MimeEntity? Plain, MimeEntity? Html)
{
    private static readonly BodyChoice Nothing = new(null, null);

    /// <summary>A text with a file name is a file, and one without words no text, unless there is nothing else to read.</summary>
    private enum Taste
    {
        Words,
        Unnamed,
        Any,
    }

    public static BodyChoice Of(MimeMessage message)
    {
        foreach (var taste in (ReadOnlySpan<Taste>)[Taste.Words, Taste.Unnamed, Taste.Any])
        {
            if (Choose(message.Root, taste) is var choice && choice != Nothing) return choice;
        }

        return Nothing;
    }

    public bool Includes(MimeEntity leaf) => ReferenceEquals(leaf, Plain) || ReferenceEquals(leaf, Html);

    private static BodyChoice Choose(MimeEntity entity, Taste taste)
    {
        if (!entity.IsMultipart) return OfLeaf(entity, taste);

        return entity.MediaType switch
        {
            "multipart/alternative" => OfAlternatives(entity),
            "multipart/related" when Root(entity) is { } root && Choose(root, Taste.Any) is var choice && choice != Nothing => choice,
            _ => entity.Children.Select(child => Choose(child, taste)).FirstOrDefault(choice => choice != Nothing, Nothing),
        };
    }

    private static BodyChoice OfLeaf(MimeEntity leaf, Taste taste)
    {
        if (leaf.MediaType is not (MediaTypes.Plain or MediaTypes.Html or "text/enriched" or "text/richtext")) return Nothing;
        if (leaf.Disposition is "attachment" && (leaf.FileName is not null || leaf.Parent is not null)) return Nothing;
        if (taste != Taste.Any && leaf.FileName is not null) return Nothing;
        if (taste == Taste.Words && leaf.ContentEnd <= leaf.ContentStart) return Nothing;

        return leaf.MediaType is MediaTypes.Plain ? new(leaf, null) : new(null, leaf);
    }

    /// <summary>Alternatives stand in order of faithfulness (RFC 2046 section 5.1.4): the first plain text, the last HTML.</summary>
    private static BodyChoice OfAlternatives(MimeEntity entity)
    {
        MimeEntity? plain = null, html = null;
        foreach (var child in entity.Children)
        {
            var choice = Choose(child, Taste.Any);
            plain ??= choice.Plain;
            html = choice.Html ?? html;
        }

        return new(plain, html);
    }

    /// <summary>The part the start parameter names, else the first (RFC 2387).</summary>
    private static MimeEntity? Root(MimeEntity related)
    {
        var start = related.GetParameter("start")?.Trim('<', '>', ' ');
        return (start is null ? null : related.Children.FirstOrDefault(child => string.Equals(child.ContentId, start, StringComparison.Ordinal)))
            ?? related.Children[0];
    }
}
