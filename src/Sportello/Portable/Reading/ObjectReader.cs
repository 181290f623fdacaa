using System.Text.Json;

namespace Sportello.Portable.Reading;

/// <summary>One object of a file: its type as a stream names it, the line it begins on, and itself.</summary>
internal readonly record struct PortableObject(string Type, int Line, JsonElement Json);

/// <summary>The names of the types, and of the arrays that hold them in a document.</summary>
internal static class PortableTypes
{
    public const string Group = "group";
    public const string User = "user";
    public const string Organization = "organization";
    public const string Contact = "contact";
    public const string Project = "project";
    public const string GeneralPermission = "general-permission";
    public const string TestSuite = "test-suite";
    public const string WorkItem = "work-item";
    public const string Ticket = "ticket";

    /// <summary>In the order in which they lean on each other.</summary>
    public static IReadOnlyList<string> All { get; } = [Group, User, Organization, Contact, Project, GeneralPermission, TestSuite, WorkItem, Ticket];

    /// <summary><c>work_items</c> holds <c>work-item</c> objects.</summary>
    public static string ArrayOf(string type) => type.Replace('-', '_') + "s";
}

/// <summary>Yields the objects of a file in file order, one parsed at a time; types that are not wanted are passed over.</summary>
internal abstract class ObjectReader(Stream stream, Findings findings)
{
    protected TextBuffer Buffer { get; } = new(stream);

    protected Findings Findings => findings;

    public static ObjectReader Over(PortableFile file, Stream stream, Findings findings) =>
        file.IsStream ? new LineReader(stream, findings) : new DocumentReader(stream, findings);

    public abstract IAsyncEnumerable<PortableObject> Read(IReadOnlySet<string> wanted, CancellationToken stop);

    protected void NotJson(int line, JsonException e) =>
        Findings.Fault(new Place(line, ""), "", $"this is not JSON: {Sentence(e)}");

    /// <summary>The exception counts lines and bytes from where its buffer began; we know the line better.</summary>
    private static string Sentence(JsonException e)
    {
        var cut = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? e.Message : e.Message[..cut];
    }
}
