namespace Sportello.History;

internal static class Noting
{
    /// <summary>Notes a change; false when nothing would change.</summary>
    public static bool Note(this IHistoric subject, Stamp by, string what, string? from, string? to)
    {
        if (string.Equals(from, to, StringComparison.Ordinal))
        {
            return false;
        }

        subject.Changes.Add(new Change(by, what, from, to));
        return true;
    }

    public static bool Note(this IHistoric subject, Stamp by, string what, bool from, bool to) => subject.Note(by, what, YesNo(from), YesNo(to));

    private static string YesNo(bool yes) => yes ? "yes" : "no";
}
