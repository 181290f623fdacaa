using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Joins the lines of text that was sent as format=flowed (RFC 3676).</summary>
internal static class FlowedText
{
    /// <param name="text">Lines ending with \n.</param>
    /// <param name="deleteSpace">The DelSp parameter: the space that says "goes on" is not part of the text.</param>
    public static string Join(string text, bool deleteSpace)
    {
        var joined = new StringBuilder(text.Length);
        var flowingDepth = -1;
        var isFirst = true;
        foreach (var lineRange in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[lineRange];
            var depth = line.Length - line.TrimStart('>').Length;
            var content = line[depth..];
            if (content.StartsWith(' ')) content = content[1..];

            var isSignature = content is "-- ";
            var joins = flowingDepth == depth && !isSignature;
            if (!joins) StartLine(joined, depth, isFirst);
            isFirst = false;

            var flows = content.EndsWith(' ') && !isSignature;
            joined.Append(flows && deleteSpace ? content[..^1] : content);
            flowingDepth = flows ? depth : -1;
        }

        return joined.ToString();
    }

    private static void StartLine(StringBuilder joined, int depth, bool isFirst)
    {
        if (!isFirst) joined.Append('\n');
        joined.Append('>', depth);
        if (depth > 0) joined.Append(' ');
    }
}
