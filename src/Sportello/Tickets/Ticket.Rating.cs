using Sportello.History;

namespace Sportello.Tickets;

/// <summary>What a requester thinks of the solution. Stored.</summary>
public enum Rating
{
    Good = 1,
    NotGood = 2,
}

internal sealed partial class Ticket
{
    private const int RatingLength = 2000;

    public Rating? Rating { get; private set; }

    public string? RatingWords { get; private set; }

    public DateTime? RatedAt { get; private set; }

    public void Rate(Rating rating, string? words, Stamp by)
    {
        if (Open || MergedIntoId is not null)
        {
            throw Refusal.Conflict(Words.Said.Of("rating.open"));
        }

        var said = words?.Trim() is { Length: > 0 } text ? text : null;
        if (said?.Length > RatingLength)
        {
            throw Refusal.Invalid("words", Words.Said.Of("refusal.long", ("n", RatingLength)));
        }

        var moved = Note(by, "rating", Rating is { } was ? Words.Name.Of(was) : null, Words.Name.Of(rating));
        if (moved || !string.Equals(said, RatingWords, StringComparison.Ordinal))
        {
            (Rating, RatingWords, RatedAt) = (rating, said, by.At);
        }
    }
}
