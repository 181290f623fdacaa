namespace Sportello.Settings;

/// <summary>Closes a secret so that the database alone, or a backup of it, does not give it away.</summary>
public interface ISeal
{
    string Close(string secret);

    /// <returns>None when it was closed with another key, such as that of another machine.</returns>
    string? Open(string closed);
}
