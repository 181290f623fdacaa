using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Sportello.App.Web.Shared;
using Sportello.Jobs;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>What may be completed in the line of a query: keys, and the values of each, with what they mean in the reader's language.</summary>
internal static class Completion
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(Page page, IReadOnlyList<string> projects)
    {
        var year = LocalTime.DayOf(page.Now, page.Zone).Year;
        var words = new Dictionary<string, string[][]>(StringComparer.Ordinal)
        {
            ["status"] = [["open", page.Say("view.open")], .. Values<TicketStatus>(page, "status")],
            ["project"] = [.. projects.Select(p => new[] { p })],
            ["assignee"] = [["me", page.Person ?? ""], ["none", page.Say("view.unassigned")]],
            ["requester"] = [["me", page.Person ?? ""]],
            ["kind"] = Values<TicketKind>(page, "kind"),
            ["priority"] = Values<Priority>(page, "priority"),
            ["opened"] = [["today"], ["yesterday"], [year.ToString(CultureInfo.InvariantCulture)], [(year - 1).ToString(CultureInfo.InvariantCulture)]],
            ["since"] = [["yesterday"], ["today"]],
            ["sort"] = [.. TicketFilter.Sorts.Select(s => new[] { s })],
        };
        return JsonSerializer.Serialize(words, Plain);
    }

    private static string[][] Values<T>(Page page, string family)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => new[] { Name.Of(v), page.Language.Say(family, v) })];
}
