namespace Sportello.Mailroom.Reading.Quoting;

/// <summary>
/// Finds what a letter repeats of earlier ones, and its signature. Answers between quotes are left in the open,
/// and where nothing else would be left, nothing is folded. A forwarded letter is what the sender wants to show, so it stays open too.
/// </summary>
internal static class QuotedParts
{
    private const int LongestSignature = 12;

    public static IReadOnlyList<Fold> Of(string text)
    {
        var lines = new Lines(text);
        var folds = new List<Fold>();
        for (var line = 0; line < lines.Count;)
        {
            var (end, isSignature) = FoldedFrom(lines, line);
            if (end > line)
            {
                folds.Add(new Fold(lines.Start(line), lines.Start(end), isSignature));
            }

            line = Math.Max(end, line + 1);
        }

        return LeavesSomething(text, folds) ? folds : WithoutSignatures(text, folds);
    }

    /// <returns>The line after what is folded from here on; the line itself when it stays open.</returns>
    private static (int End, bool IsSignature) FoldedFrom(Lines lines, int line)
    {
        if (lines.IsQuote(line))
        {
            return (EndOfQuote(lines, line), false);
        }

        if (OriginalMessage.BeginsAt(lines, line))
        {
            // Where the earlier letter is marked, answers may stand between its lines; unmarked, it goes on to the end.
            var below = OriginalMessage.TextBelow(lines, line);
            return (below < lines.Count && lines.IsQuote(below) ? EndOfQuote(lines, below) : lines.Count, false);
        }

        if (Announced(lines, line) is var announced and > 0)
        {
            return (announced, false);
        }

        return EndOfSignature(lines, line) is var end and > 0 ? (end, true) : (line, false);
    }

    /// <summary>An announcement takes the marked quote below it; without marks, everything below it.</summary>
    private static int Announced(Lines lines, int line)
    {
        if (lines.IsEmpty(line))
        {
            return 0;
        }

        var count = Announcement.At(lines, line);
        var below = lines.AfterEmpty(line + Math.Max(count, 1));
        var isMarked = below < lines.Count && lines.IsQuote(below);
        return (count, isMarked) switch
        {
            ( > 0, true) => EndOfQuote(lines, below),
            ( > 0, false) => below < lines.Count ? lines.Count : 0,
            (0, true) when Announcement.IsShort(lines[line]) => EndOfQuote(lines, below),
            _ => 0,
        };
    }

    /// <summary>Marked lines, with the empty ones between them; those after the last one stay outside.</summary>
    private static int EndOfQuote(Lines lines, int line)
    {
        var end = line;
        while (line < lines.Count && (lines.IsQuote(line) || lines.IsEmpty(line)))
        {
            end = lines.IsQuote(line) ? line + 1 : end;
            line++;
        }

        return end;
    }

    /// <summary>Two dashes alone on a line, and no more below than a signature has, up to the end or to what is quoted.</summary>
    private static int EndOfSignature(Lines lines, int line)
    {
        if (lines[line] is not ("--" or "—"))
        {
            return 0;
        }

        var end = line + 1;
        while (end < lines.Count && end - line <= LongestSignature + 1 && !lines.IsQuote(end) && !OriginalMessage.BeginsAt(lines, end) && Announced(lines, end) == 0)
        {
            end++;
        }

        return end - line <= LongestSignature + 1 ? end : 0;
    }

    private static IReadOnlyList<Fold> WithoutSignatures(string text, List<Fold> folds)
    {
        folds.RemoveAll(f => f.IsSignature);
        return LeavesSomething(text, folds) ? folds : [];
    }

    private static bool LeavesSomething(string text, List<Fold> folds)
    {
        var at = 0;
        foreach (var fold in folds)
        {
            if (!text.AsSpan(at, fold.Start - at).IsWhiteSpace())
            {
                return true;
            }

            at = fold.End;
        }

        return !text.AsSpan(at).IsWhiteSpace();
    }
}
