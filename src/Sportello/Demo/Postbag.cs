using System.Globalization;
using Sportello.Settings;
using Sportello.Wire.Imap;

namespace Sportello.Demo;

/// <summary>Puts the demo's letters into the Maildir, each into the folder of the person it was sent to.</summary>
public sealed class Postbag(House house)
{
    internal const string Letters = "demo/letters/";

    /// <returns>How many letters lie there now.</returns>
    public async Task<int> Fill(CancellationToken stop)
    {
        var root = house.Settings.Imap?.Maildir ?? throw new InvalidOperationException("A demo keeps its mail in a Maildir.");
        foreach (var folder in house.Settings.People.Select(FolderOf).Append(root))
        {
            Prepare(PathOf(root, folder));
        }

        var count = 0;
        foreach (var name in Resource.In(Letters))
        {
            var letter = LetterDraft.Read(Resource.Text(name), house.Now);
            var person = house.Settings.People.FirstOrDefault(p => string.Equals(p.Id, letter.For, StringComparison.Ordinal));
            var path = Path.Combine(PathOf(root, person is null ? root : FolderOf(person)), letter.Seen ? "cur" : "new", FileName(letter, count++));
            await File.WriteAllBytesAsync(path, letter.Bytes, stop);
            File.SetLastWriteTimeUtc(path, letter.SentAt);
        }

        return count;
    }

    private static string FolderOf(PersonSettings person) => person.Imap ?? "INBOX";

    /// <summary>Subfolders of Maildir++: in the root, with a dot before a name in modified UTF-7, without the INBOX that servers show before it.</summary>
    private static string PathOf(string root, string folder) => folder switch
    {
        _ when string.Equals(folder, root, StringComparison.Ordinal) || folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) => root,
        _ when folder.StartsWith("INBOX.", StringComparison.OrdinalIgnoreCase) => Path.Combine(root, $".{ModifiedUtf7.Encode(folder["INBOX.".Length..])}"),
        _ => Path.Combine(root, $".{ModifiedUtf7.Encode(folder)}"),
    };

    private static void Prepare(string folder)
    {
        foreach (var part in new[] { "tmp", "new", "cur" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(folder, part));
        }
    }

    private static string FileName(LetterDraft letter, int number) => string.Create(
        CultureInfo.InvariantCulture, $"{new DateTimeOffset(letter.SentAt).ToUnixTimeSeconds()}.{number:000}.demo{(letter.Seen ? ":2,S" : "")}");
}
