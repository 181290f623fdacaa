using System.Security.Cryptography;

namespace Sportello.App.Web.Shared;

/// <summary>The addresses of style and script, with a mark of their content, so that browsers keep them until they change.</summary>
internal static class Front
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>In this order: what comes later speaks over what comes before.</summary>
    public static IReadOnlyList<string> Styles { get; } = [Marked("style.css"), Marked("rooms.css"), Marked("screens.css")];

    public static string Script { get; } = Marked("app.js");

    public static string Glyphs { get; } = Marked("glyphs.svg");

    /// <summary>Absent where the front-end packages were not fetched; pages then work without it.</summary>
    public static string? Turbo { get; } = File.Exists(Path.Combine(Root, "lib/turbo.js")) ? Marked("lib/turbo.js") : null;

    /// <summary>What draws charts, fetched only by pages that have some.</summary>
    public static string? Charts { get; } = File.Exists(Path.Combine(Root, "lib/chart.js")) ? Marked("charts.js") : null;

    public static string? ChartLibrary { get; } = File.Exists(Path.Combine(Root, "lib/chart.js")) ? Marked("lib/chart.js") : null;

    /// <summary>What moves cards, fetched only by the board.</summary>
    public static string Board { get; } = Marked("board.js");

    /// <summary>What completes the line of a query, fetched only by lists that have one.</summary>
    public static string Line { get; } = Marked("line.js");

    /// <summary>What shows a ticket beside the list, fetched when it is first asked for.</summary>
    public static string Peek { get; } = Marked("peek.js");

    /// <summary>What keeps what is typed, fetched only where something is.</summary>
    public static string Draft { get; } = Marked("draft.js");

    /// <summary>What offers canned replies and people where one writes, fetched only where somebody may.</summary>
    public static string Reply { get; } = Marked("reply.js");

    /// <summary>What makes and uses passkeys, fetched only where that can be done.</summary>
    public static string Passkeys { get; } = Marked("passkeys.js");

    /// <summary>What sends an operation of the API, fetched only by its page.</summary>
    public static string Api { get; } = Marked("api.js");

    /// <summary>All that can be done by its name, fetched when it is first asked for.</summary>
    public static string Palette { get; } = Marked("palette.js");

    /// <summary>What shows the changes of others, fetched by every page of somebody who is signed in, once it stands.</summary>
    public static string Live { get; } = Marked("live.js");

    private static string Marked(string file) =>
        $"/{file}?v={Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, file))))[..10]}";
}
