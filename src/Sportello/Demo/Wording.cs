using System.Globalization;
using System.Text;

namespace Sportello.Demo;

/// <summary>
/// Closes what a story leaves open: one of <c>[several|phrases]</c>, and for <c>{lot}</c> one value that stays the same through the ticket.
/// Choices that begin with the same digit and a colon, <c>[1:…|…]</c>, go together: the second phrase here means the second there.
/// </summary>
internal sealed class Wording(IReadOnlyDictionary<string, IReadOnlyList<string>> words, Dice dice)
{
    private readonly Dictionary<string, string> _chosen = new(StringComparer.Ordinal);
    private readonly Dictionary<char, int> _together = [];

    public void Set(string word, string value) => _chosen[word] = value;

    /// <summary>Of a whole text, which begins with a capital letter whatever stands there.</summary>
    public string Text(string text) => Of(text) is [var first, ..] said ? char.ToUpper(first, CultureInfo.InvariantCulture) + said[1..] : "";

    private string Of(string text)
    {
        var said = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('[' or '{'))
            {
                said.Append(text[i]);
                continue;
            }

            var end = text.IndexOf(text[i] == '[' ? ']' : '}', i);
            var inside = text[(i + 1)..end];
            said.Append(text[i] == '[' ? Of(Choice(inside)) : Word(inside));
            i = end;
        }

        return said.ToString();
    }

    private string Choice(string inside)
    {
        if (inside.Length < 2 || inside[1] != ':' || !char.IsAsciiDigit(inside[0]))
        {
            return dice.Pick(inside.Split('|'));
        }

        var phrases = inside[2..].Split('|');
        if (!_together.TryGetValue(inside[0], out var index))
        {
            _together[inside[0]] = index = dice.Whole(0, phrases.Length - 1);
        }

        return phrases[index];
    }

    private string Word(string name)
    {
        if (!_chosen.TryGetValue(name, out var value))
        {
            _chosen[name] = value = Of(Number(dice.Pick(words[name])));
        }

        return value;
    }

    /// <summary>Two numbers with two dots between them are any number from one to the other.</summary>
    private string Number(string value) =>
        value.Split("..") is [var least, var most] && int.TryParse(least, CultureInfo.InvariantCulture, out var from) && int.TryParse(most, CultureInfo.InvariantCulture, out var to)
            ? dice.Whole(from, to).ToString(CultureInfo.InvariantCulture)
            : value;
}
