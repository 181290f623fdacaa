using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Portable;

namespace Sportello.Importing;

/// <summary>Where something stands in another system's data: the file or table, and the row as a person counts them.</summary>
internal readonly record struct Spot(string File, int Row)
{
    public override string ToString() => Row > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}: row {Row}") : File;
}

/// <summary>What was understood of another system's data: a stream of the portable form in a folder of its own, each line with the place it came from.</summary>
internal sealed class Draft : IDisposable
{
    private readonly Findings _findings;

    // Readable by its owner alone.
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("sportello-").FullName;
    private readonly List<Spot> _spots = [];
    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);
    private readonly FileStream _file;

    public Draft(Findings findings)
    {
        _findings = findings;
        Path = System.IO.Path.Combine(_folder, "draft.ndjson");
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
    }

    public string Path { get; }

    /// <summary>Where the bytes of attachments go, under their SHA-256.</summary>
    public string Files => Path + ".files";

    public void Add(string type, Spot from, JsonObject json)
    {
        _spots.Add(from);
        using (var writer = new Utf8JsonWriter(_file))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            foreach (var (name, value) in json)
            {
                writer.WritePropertyName(name);
                if (value is null)
                {
                    writer.WriteNullValue();
                }
                else
                {
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        _file.Write("\n"u8);
    }

    /// <summary>A row of which nothing could be made.</summary>
    public void Fault(Spot from, string column, string what)
    {
        // An empty line keeps lines and places together.
        _spots.Add(from);
        _file.Write("\n"u8);
        _findings.Fault(new Place(_spots.Count, ""), column, what);
    }

    /// <summary>What a member is called over there.</summary>
    public void Calls(string member, string column) => _columns[member] = column;

    public void End() => _file.Dispose();

    /// <summary>The fault as whoever brought the data finds it.</summary>
    public PortableFault Placed(PortableFault fault) => fault.Line < 1 || fault.Line > _spots.Count
        ? fault
        : fault with { Where = _spots[fault.Line - 1].ToString(), Member = _columns.GetValueOrDefault(fault.Member, fault.Member) };

    public void Dispose()
    {
        _file.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
