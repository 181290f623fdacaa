namespace Sportello.App.Web.Shared;

internal static class Initials
{
    /// <summary>The first letters of the first two words: "Luca Bianchi" is LB, "luca" is LU.</summary>
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words.Length > 1 ? $"{words[0][0]}{words[1][0]}" : name.Length > 1 ? name[..2] : name).ToUpperInvariant();
    }
}
