using System.Globalization;
using System.Text;

namespace Sportello.App.Api.Metrics;

/// <summary>The text form of Prometheus, version 0.0.4: families of samples, each with its kind and what it means.</summary>
internal sealed class Exposition
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _family = "";

    public Exposition Family(string name, string kind, string help)
    {
        _family = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        return this;
    }

    public Exposition Sample(double value, params (string Name, string Value)[] labels) => Sample("", value, labels);

    /// <param name="suffix">What a histogram's parts have behind their name.</param>
    /// <param name="value">The number.</param>
    /// <param name="labels">What tells it from the others of its family.</param>
    public Exposition Sample(string suffix, double value, params (string Name, string Value)[] labels)
    {
        _text.Append(_family).Append(suffix);
        if (labels.Length > 0)
        {
            _text.Append('{').AppendJoin(',', labels.Select(l => $"{l.Name}=\"{Escaped(l.Value)}\"")).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    public static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
