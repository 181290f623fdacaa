namespace Sportello.Wire.Mime;

/// <summary>What was found in a winmail.dat (MS-OXTNEF).</summary>
internal sealed class TnefContent
{
    /// <summary>The code page of texts that are not Unicode.</summary>
    public int CodePage { get; set; } = 1252;

    public string? Text { get; set; }

    public string? Html { get; set; }

    /// <summary>The body as compressed rich text, where there is no other.</summary>
    public byte[]? Rtf { get; set; }

    public List<TnefFile> Files { get; } = [];
}

/// <summary>A file in a winmail.dat: where it is in the decoded content.</summary>
internal sealed class TnefFile
{
    public string? ShortName { get; set; }

    public string? LongName { get; set; }

    public string? MediaType { get; set; }

    public string? ContentId { get; set; }

    public (long Skip, long Length)? Range { get; set; }
}
