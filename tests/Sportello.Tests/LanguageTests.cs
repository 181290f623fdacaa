using System.Text.RegularExpressions;
using Sportello.Testing;
using Sportello.Words;

namespace Sportello.Tests;

/// <summary>Three languages that say the same, nothing that nobody says, and every number with its right form.</summary>
public sealed partial class LanguageTests
{
    private static readonly Language English = Language.In("en");

    public static TheoryData<string> Codes => [.. Language.Codes];

    [Theory, MemberData(nameof(Codes))]
    public void No_sentence_stands_in_two_files_of_a_language(string code) => Assert.NotEmpty(Language.In(code).Keys);

    [Theory, MemberData(nameof(Codes))]
    public void Every_text_of_one_language_is_there_in_the_others(string code)
    {
        var keys = Language.In(code).Keys.ToHashSet();
        Assert.Equal([], English.Keys.Where(k => !keys.Contains(k)).Select(k => $"{code} lacks {k}"));
        Assert.Equal([], keys.Except(English.Keys).Select(k => $"{code} alone has {k}"));
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_text_takes_the_same_values_in_every_language_and_has_each_plural_form(string code)
    {
        var language = Language.In(code);
        string[] plurals = code == "ru" ? ["few", "many", "one"] : ["one", "other"];
        foreach (var key in language.Keys)
        {
            var forms = language.FormsOf(key);
            Assert.True(forms.Count == 1 || forms.Keys.Order(StringComparer.Ordinal).SequenceEqual(plurals), $"{code} {key} has the forms {string.Join(", ", forms.Keys)}; needed are {string.Join(", ", plurals)}.");
            var wanted = Values(English.FormsOf(key).Values.Last());
            foreach (var (form, sentence) in forms)
            {
                // One alone may go without its number; in Russian the same form also stands for twenty-one.
                var values = Values(sentence);
                Assert.True(
                    wanted.SetEquals(form == "one" && code != "ru" ? values.Append("n").Intersect(wanted) : values) && values.IsSubsetOf(wanted),
                    $"{code} {key}: “{sentence}” does not take {string.Join(", ", wanted)}.");
            }
        }
    }

    [Fact]
    public void Every_text_is_said_somewhere_and_everything_said_is_a_text()
    {
        var code = string.Join('\n', SourceFiles().Select(File.ReadAllText));
        var literals = Literal().Matches(code).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var families = literals.Where(l => l.EndsWith('.') && l.Length > 2).Select(l => l[..^1])
            .Concat(Built().Matches(code).Select(m => m.Groups[1].Value))
            .Concat(Family().Matches(code).Select(m => m.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], English.Keys.Where(k => !literals.Contains(k) && !families.Contains(k[..Math.Max(0, k.LastIndexOf('.'))])).Select(k => $"nothing says {k}"));
        var known = English.Keys.ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Said().Matches(code).Select(m => m.Groups[1].Value).Where(k => !known.Contains(k)).Distinct().Select(k => $"there is no text {k}"));
    }

    [Theory]
    [InlineData(1, "1 комментарий")]
    [InlineData(3, "3 комментария")]
    [InlineData(11, "11 комментариев")]
    [InlineData(14, "14 комментариев")]
    [InlineData(21, "21 комментарий")]
    [InlineData(112, "112 комментариев")]
    public void Russian_has_three_forms_of_number(int n, string said) => Assert.Equal(said, Language.In("ru").Say("comments", ("n", n)));

    /// <summary>The names in braces; of <c>{n:one|many}</c> the name.</summary>
    private static HashSet<string> Values(string text) => [.. Slot().Matches(text).Select(m => m.Groups[1].Value)];

    private static IEnumerable<string> SourceFiles()
    {
        var source = Path.Combine(Checkout.Root, "src");
        return new[] { "*.cs", "*.razor" }.SelectMany(p => System.IO.Directory.EnumerateFiles(source, p, SearchOption.AllDirectories));
    }

    [GeneratedRegex("""\{([a-z_]+)(?::[^}]*)?\}""")]
    private static partial Regex Slot();

    [GeneratedRegex("\"([a-z0-9.-]+)\"")]
    private static partial Regex Literal();

    /// <summary>A key put together: <c>$"status.{…}"</c>.</summary>
    [GeneratedRegex("""\$"([a-z.-]+)\.\{""")]
    private static partial Regex Built();

    /// <summary>A key by a value of an enumeration: <c>Say("status", ticket.Status)</c>.</summary>
    [GeneratedRegex("""Say\("([a-z.-]+)", [^("]""")]
    private static partial Regex Family();

    /// <summary>A key in full.</summary>
    [GeneratedRegex("""(?:Page|Language|language|speech|page)\.Say\("([a-z0-9.-]+)"(?:\)|, \()""")]
    private static partial Regex Said();
}
