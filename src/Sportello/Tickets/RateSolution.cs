using Sportello.Access;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>Whoever asked says whether the solution was good. Nobody else can, not even an administrator.</summary>
public sealed class RateSolution(Desk desk)
{
    /// <param name="number">A closed ticket of one's own.</param>
    /// <param name="rating">Good or not.</param>
    /// <param name="words">Why, if they like.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(int number, Rating rating, string? words, CancellationToken stop)
    {
        await desk.Begin(stop);
        var ticket = await desk.Tickets.Get(number, Right.See, stop);
        if (ticket.RequesterId is null || ticket.RequesterId != desk.Actor.ContactId)
        {
            throw Refusal.Denied(Said.Of("rating.others"));
        }

        ticket.Rate(rating, words, desk.Stamp);
        await desk.Save(stop);
    }
}
