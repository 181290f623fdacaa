namespace Sportello.Settings;

/// <summary>One value of a configuration file, with the place it stands at.</summary>
public sealed record IniValue(string Section, string Key, string Value, string Source, int Line);

/// <summary>What is wrong in the configuration: where, what, and what would be right.</summary>
public sealed record Fault(string Source, string Section, string Key, string What)
{
    public override string ToString() => (Section.Length, Key.Length) switch
    {
        (0, _) => $"{Source}: {What}",
        (_, 0) => $"{Source}: [{Section}]: {What}",
        _ => $"{Source}: [{Section}] {Key}: {What}",
    };
}

/// <summary>Reads <c>[section]</c>, <c>key = value</c>, and comments after <c>;</c> or <c>#</c> at a line's start. UTF-8, with or without a byte order mark.</summary>
public static class IniFile
{
    public static List<IniValue> Read(string path, List<Fault> faults)
    {
        var values = new List<IniValue>();
        var section = "";
        var number = 0;
        foreach (var raw in Lines(path, faults))
        {
            number++;
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] is ';' or '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                if (line[^1] != ']')
                {
                    faults.Add(new(path, "", "", $"line {number}: a section is written [name], with both brackets."));
                }

                section = line.Trim('[', ']').Trim();
            }
            else if (line.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                values.Add(new(section, line[..equals].Trim(), Unquoted(line[(equals + 1)..].Trim()), path, number));
            }
            else
            {
                faults.Add(new(path, "", "", $"line {number}: expected a line of the form key = value."));
            }
        }

        return values;
    }

    private static string[] Lines(string path, List<Fault> faults)
    {
        try
        {
            return File.ReadAllLines(path, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (System.Text.DecoderFallbackException)
        {
            faults.Add(new(path, "", "", "the file is not UTF-8; save it as UTF-8, with or without a byte order mark."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(path, "", "", $"the file cannot be read: {e.Message}"));
        }

        return [];
    }

    private static string Unquoted(string value) => value is ['"', .., '"'] ? value[1..^1] : value;
}
