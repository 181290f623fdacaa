using System.Reflection;
using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

/// <summary>A file that is in the store already, and the sealed word by which a form brings it back.</summary>
public sealed record KeptFile(StoredFile File, string Sealed);

/// <summary>The files of a form: those just sent, and those kept from an earlier try. The seal shows that this person sent them.</summary>
internal sealed class FileUploads(HttpContext http)
{
    public const long MostBytes = 50L << 20;

    public static ValueTask<FileUploads?> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult<FileUploads?>(new FileUploads(http));

    public async Task<IReadOnlyList<KeptFile>> Keep(Visitor visitor)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        var seal = UploadSeal.Of(http, visitor.Actor);
        var kept = new List<KeptFile>();
        foreach (var word in form["kept"].OfType<string>())
        {
            kept.Add(new(seal.Read(word) ?? throw Refusal.Invalid("files", Words.Said.Of("upload.lost")), word));
        }

        foreach (var upload in form.Files.Where(f => f.Length > 0))
        {
            await using var bytes = upload.OpenReadStream();
            var (hash, size) = await visitor.Desk.House.Files.Keep(bytes, visitor.Stop, MostBytes);
            var file = new StoredFile(Path.GetFileName(upload.FileName), upload.ContentType, size, hash);
            kept.Add(new(file, seal.Write(file)));
        }

        return kept;
    }

    /// <summary>Files that are in the store for a form that is shown again.</summary>
    public static IReadOnlyList<KeptFile> Seal(HttpContext http, Visitor visitor, IEnumerable<StoredFile> files)
    {
        var seal = UploadSeal.Of(http, visitor.Actor);
        return [.. files.Select(file => new KeptFile(file, seal.Write(file)))];
    }
}
