using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sportello.Directory.Duplicates;

/// <summary>
/// The form in which two records of one person or company are equal: names in one alphabet and in any order of words, companies without their
/// legal form, addresses without what stands behind a plus.
/// </summary>
internal static class NormalForm
{
    private static readonly FrozenDictionary<char, string> Latin = new Dictionary<char, string>
    {
        ['а'] = "a", ['б'] = "b", ['в'] = "v", ['г'] = "g", ['д'] = "d", ['е'] = "e", ['ж'] = "zh", ['з'] = "z", ['и'] = "i", ['й'] = "i", ['к'] = "k", ['л'] = "l",
        ['м'] = "m", ['н'] = "n", ['о'] = "o", ['п'] = "p", ['р'] = "r", ['с'] = "s", ['т'] = "t", ['у'] = "u", ['ф'] = "f", ['х'] = "h", ['ц'] = "ts", ['ч'] = "ch",
        ['ш'] = "sh", ['щ'] = "sh", ['ъ'] = "", ['ы'] = "i", ['ь'] = "", ['э'] = "e", ['ю'] = "iu", ['я'] = "ia", ['і'] = "i", ['ї'] = "i", ['є'] = "e", ['ґ'] = "g",
        ['y'] = "i", ['j'] = "i", ['w'] = "v", ['x'] = "ks",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> LegalForms = (
        "srl srls spa sapa snc sas ss scarl ltd limited llc llp lp inc incorporated corp corporation co company plc gmbh ag kg ug ohg sa sarl bv nv oy ab as aps "
        + "ооо зао оао пао ао нао ип чп тоо одо гуп муп фгуп").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>None where there is nothing to go by.</summary>
    public static string? OfAddress(string address)
    {
        var small = address.ToLowerInvariant();
        var at = small.LastIndexOf('@');
        var plus = small.IndexOf('+', StringComparison.Ordinal);
        return at <= 0 ? null : small[..(plus > 0 && plus < at ? plus : at)] + small[at..];
    }

    public static string OfPerson(string name) => string.Join(' ', DirectoryWords.In(name).Select(Folded).Where(w => w.Length > 0).Order(StringComparer.Ordinal));

    public static string OfCompany(string name)
    {
        var words = Joined(DirectoryWords.In(name)).ToList();
        var own = words.Where(w => !LegalForms.Contains(w)).ToList();
        return string.Join(' ', (own.Count > 0 ? own : words).Select(Folded).Where(w => w.Length > 0).Order(StringComparer.Ordinal));
    }

    /// <summary>The same as a number: small in the index, and no name stands there.</summary>
    public static long Mark(string form) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(form)));

    /// <summary>"S.r.l." and "S r l" are "srl".</summary>
    private static IEnumerable<string> Joined(IEnumerable<string> words)
    {
        var letters = new StringBuilder();
        foreach (var word in words.Append(""))
        {
            if (word.Length == 1)
            {
                letters.Append(word);
                continue;
            }

            if (letters.Length > 0)
            {
                yield return letters.ToString();
                letters.Clear();
            }

            if (word.Length > 0)
            {
                yield return word;
            }
        }
    }

    /// <summary>One alphabet, no accents; what the usual ways of writing a sound in Latin letters have in common.</summary>
    private static string Folded(string word)
    {
        var latin = new StringBuilder();
        foreach (var c in word.Replace('й', 'и').Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                latin.Append(Latin.TryGetValue(c, out var letters) ? letters : c.ToString());
            }
        }

        latin.Replace("shch", "sh").Replace("sch", "sh").Replace("kh", "h").Replace("tz", "ts").Replace("ch", "§").Replace('c', 'k').Replace("§", "ch");
        var folded = new StringBuilder();
        foreach (var c in latin.ToString().Where((c, i) => i == 0 || c != latin[i - 1] || char.IsDigit(c)))
        {
            folded.Append(c);
        }

        return folded.ToString();
    }
}
