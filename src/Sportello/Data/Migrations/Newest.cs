namespace Sportello.Data.Migrations;

internal static class Newest
{
    /// <summary>The name of the newest migration in this folder; a test holds it right.</summary>
    public const string Name = M0027_Belonging.Name;
}
