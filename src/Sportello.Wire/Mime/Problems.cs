namespace Sportello.Wire.Mime;

/// <summary>What had to be mended, each said once.</summary>
internal sealed class Problems
{
    private const int MaxCount = 100;

    private readonly List<string> sentences = [];

    public IReadOnlyList<string> Sentences => sentences;

    public void Add(string sentence)
    {
        if (sentences.Count < MaxCount && !sentences.Contains(sentence, StringComparer.Ordinal)) sentences.Add(sentence);
    }

    public void Add(HeaderProblems problems, bool isRoot)
    {
        if (problems == HeaderProblems.None) return;

        var whose = isRoot ? "the message" : "a part";
        if (problems.HasFlag(HeaderProblems.MailboxLine)) Add("A line of a mailbox file stood before the header.");
        if (problems.HasFlag(HeaderProblems.LinesBefore)) Add("Empty lines stood before the header.");
        if (problems.HasFlag(HeaderProblems.Junk)) Add($"The header of {whose} has a line that is no field.");
        if (problems.HasFlag(HeaderProblems.NoSeparator)) Add($"No empty line separates the header of {whose} from its text.");
        if (problems.HasFlag(HeaderProblems.BlankSeparator)) Add($"The line that ends the header of {whose} holds blanks.");
    }
}
