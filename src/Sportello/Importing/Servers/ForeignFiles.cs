using System.Text.Json.Nodes;
using Sportello.Mailroom.Spool;

namespace Sportello.Importing.Servers;

/// <summary>A file that another system has.</summary>
/// <param name="Id">By which it is kept.</param>
/// <param name="Read">Fetches its bytes; none where it is not there any more.</param>
internal sealed record ForeignFile(string Id, string Name, string MediaType, Func<Task<byte[]?>> Read);

/// <summary>Files of a comment of another system, in the portable form.</summary>
internal static class ForeignFiles
{
    private const int LongestName = 200;

    /// <summary>One that is gone is told, and the rest is taken.</summary>
    public static async Task<JsonArray> Of(Intake intake, ForeignServer server, IEnumerable<ForeignFile> files, Spot at, CancellationToken stop)
    {
        var taken = new JsonArray();
        foreach (var file in files)
        {
            if (await server.Keep($"file-{file.Id}", file.Read, stop) is not { } kept)
            {
                intake.Findings.Notice($"{at}: the file “{file.Name}” is not there any more; the rest was taken.");
                continue;
            }

            taken.Add((JsonNode)new JsonObject
            {
                ["name"] = Storable.Cut(Storable.Text(file.Name), LongestName),
                ["media_type"] = file.MediaType.Length > 0 ? file.MediaType : "application/octet-stream",
                ["size"] = kept.Size,
                ["sha256"] = kept.Sha256,
            });
        }

        return taken;
    }
}
