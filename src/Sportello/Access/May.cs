namespace Sportello.Access;

/// <summary>What the reader may do with what is shown; views ask nothing else.</summary>
public sealed record May(IReadOnlySet<Right> Rights)
{
    private static readonly Right[] Everything = Enum.GetValues<Right>();

    internal static May Of(Actor actor, Place place) => new(Everything.Where(right => Law.Allows(actor, right, place)).ToHashSet());

    public bool This(Right right) => Rights.Contains(right);
}
