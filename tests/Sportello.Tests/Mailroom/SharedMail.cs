using System.Text;

namespace Sportello.Tests.Mailroom;

/// <summary>Letters that others collected, from the folder beside the checkout; tests skip where it is absent.</summary>
internal static class SharedMail
{
    public static string? Folder { get; } = Find();

    /// <summary>Every letter, boxes of many taken apart, with the line ends that IMAP wants.</summary>
    public static List<(string Name, byte[] Bytes)> All()
    {
        Assert.SkipWhen(Folder is null, "There is no ../shared/mail beside the checkout.");
        var letters = new List<(string, byte[])>();
        foreach (var file in System.IO.Directory.GetFiles(Folder!).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (name.EndsWith(".eml", StringComparison.Ordinal))
            {
                letters.Add((name, WithCrLf(File.ReadAllBytes(file))));
            }
            else if (name.EndsWith(".mbox", StringComparison.Ordinal))
            {
                letters.AddRange(Split(File.ReadAllBytes(file)).Select((bytes, i) => ($"{name}#{i}", WithCrLf(bytes))));
            }
        }

        return letters;
    }

    private static IEnumerable<byte[]> Split(byte[] box)
    {
        // Latin-1 keeps every byte.
        var text = Encoding.Latin1.GetString(box);
        return text.Split("\nFrom ").Select((part, i) => i == 0 ? part["From ".Length..] : part)
            .Select(part => Encoding.Latin1.GetBytes(part[(part.IndexOf('\n') + 1)..] + "\n"));
    }

    private static byte[] WithCrLf(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes).Replace("\r\n", "\n").Replace('\0', ' ').Replace("\n", "\r\n");
        return Encoding.Latin1.GetBytes(text);
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var mail = Path.Combine(folder.FullName, "shared", "mail");
            if (System.IO.Directory.Exists(mail))
            {
                return mail;
            }
        }

        return null;
    }
}
