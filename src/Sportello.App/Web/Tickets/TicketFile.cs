using System.Globalization;
using System.Text;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>A list as a file, written as its rows are read: however long it is, it stands nowhere whole. Names as in the API, times in UTC.</summary>
internal static class TicketFile
{
    private static readonly string[] Columns = ["number", "subject", "project", "status", "kind", "priority", "requester", "assignee", "opened", "active"];

    public static async Task Write(Stream body, Language language, IAsyncEnumerable<TicketRow> rows, CancellationToken stop)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        var line = new StringBuilder();
        Grids.Line(line, Columns.Select(c => language.Say("field." + c)));
        await foreach (var row in rows)
        {
            Grids.Line(line,
            [
                row.Number.ToString(CultureInfo.InvariantCulture), row.Subject, row.Project, Name.Of(row.Status), Name.Of(row.Kind), Name.Of(row.Priority), row.Requester ?? "", row.Assignee ?? "",
                Time(row.OpenedAt), Time(row.ActiveAt),
            ]);
            await writer.WriteAsync(line, stop);
            line.Clear();
        }

        await writer.WriteAsync(line, stop);
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
