using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>Into which ticket a ticket is merged, as it was typed.</summary>
public sealed record MergeForm
{
    public string? Into { get; init; }

    public int Read() => PastedNumber.Of(Into, "into");
}

/// <summary>“DPR:10012”, “10012”: what people paste where a ticket is asked for.</summary>
internal static class PastedNumber
{
    public static int Of(string? text, string field) =>
        int.TryParse(new string([.. (text ?? "").Where(char.IsAsciiDigit)]), System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal.Invalid(field, Said.Of("merge.number"));
}
