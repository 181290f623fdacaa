using Sportello.Data;
using Sportello.History;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Reading.Quoting;
using Sportello.Mailroom.Spool;
using Sportello.Settings;
using Sportello.Tickets;
using Sportello.Wire.Mime;

namespace Sportello.Demo;

/// <summary>
/// A demo calls nearly everything for the first time, and a first call is slow: code is compiled then.
/// What the later steps will call is called here before, on a core that would have nothing to do.
/// </summary>
public static class WarmUp
{
    /// <summary>What is written when a letter is taken in: the object mapper compiles its access to each column.</summary>
    private static readonly Type[] Written = [typeof(SpooledLetter), typeof(Ticket), typeof(Comment), typeof(Attachment), typeof(HistoryEntry)];

    public static async Task Run(HouseSettings settings, DateTime now, CancellationToken stop)
    {
        using var database = Database.At(settings.Database);
        await using (var connection = database.Dialect.Unopened())
        await using (var context = database.Context(connection))
        {
            foreach (var row in Written)
            {
                context.Attach(Activator.CreateInstance(row, nonPublic: true)!);
            }
        }

        foreach (var name in Resource.In(Postbag.Letters))
        {
            using var bytes = new MemoryStream(LetterDraft.Read(Resource.Text(name), now).Bytes);
            var letter = await Letter.ReadAsync(bytes, cancellationToken: stop);
            _ = QuotedParts.Of(letter.Text);
            _ = letter.Html is { } html ? SafeHtml.Of(html) : null;
        }
    }
}
