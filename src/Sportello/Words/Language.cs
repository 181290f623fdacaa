using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Sportello.Words;

/// <summary>
/// The texts of one language, from the embedded files <c>Words/LANGUAGE/*.json</c>: a key and a sentence with <c>{names}</c> in it.
/// Where a number <c>n</c> decides, the value holds a sentence per plural form (one, few, many, other).
/// What a language lacks is said in English; what English lacks is a bug and shows its key.
/// </summary>
public sealed class Language
{
    private static readonly FrozenDictionary<string, Language> All = new[] { "en", "ru", "it" }.ToFrozenDictionary(l => l, l => new Language(l), StringComparer.Ordinal);

    private readonly Lazy<FrozenDictionary<string, Text>> _texts;

    /// <summary>Names that a house has its own words for; none for the language itself.</summary>
    private readonly FrozenDictionary<string, string>? _own;

    private Language(string code)
    {
        Code = code;
        Culture = CultureInfo.GetCultureInfo(code switch { "ru" => "ru-RU", "it" => "it-IT", _ => "en-GB" });
        _texts = new(() => Read(code));
    }

    private Language(Language usual, FrozenDictionary<string, string> own)
    {
        Code = usual.Code;
        Culture = usual.Culture;
        _texts = usual._texts;
        _own = own;
    }

    public static IEnumerable<string> Codes => ["en", "ru", "it"];

    public string Code { get; }

    /// <summary>For dates and numbers.</summary>
    public CultureInfo Culture { get; }

    internal IEnumerable<string> Keys => _texts.Value.Keys;

    /// <summary>The sentences of a text by plural form; one under the name <c>plain</c> where number does not decide.</summary>
    internal IReadOnlyDictionary<string, string> FormsOf(string key) =>
        _texts.Value[key] is { Plain: { } plain } ? new Dictionary<string, string>(StringComparer.Ordinal) { ["plain"] = plain } : _texts.Value[key].Forms;

    /// <summary>The language of that code; English when there is none.</summary>
    public static Language In(string? code) => code is not null && All.TryGetValue(code, out var language) ? language : All["en"];

    /// <summary>The same language with other names for some things.</summary>
    internal Language Calling(FrozenDictionary<string, string> own) => new(this, own);

    public string Say(string key, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        return Fill(Form(key, values), values);
    }

    /// <summary>
    /// Fills a sentence that stands elsewhere, in this language. Besides <c>{n}</c> it may hold <c>{n:ticket|tickets}</c>,
    /// the form that goes with that number (Russian has three), for sentences with more than one number.
    /// </summary>
    public string Fill(string sentence, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            sentence = sentence.Replace($"{{{name}}}", Convert.ToString(value, Culture), StringComparison.Ordinal);
            var slot = $"{{{name}:";
            while (sentence.IndexOf(slot, StringComparison.Ordinal) is var open and >= 0)
            {
                var close = sentence.IndexOf('}', open);
                sentence = string.Concat(sentence.AsSpan(0, open), Chosen(sentence[(open + slot.Length)..close], value), sentence.AsSpan(close + 1));
            }
        }

        return sentence;
    }

    /// <summary>A day as it is said: 15 June.</summary>
    public string Day(DateOnly day) => day.ToString("d MMMM", Culture);

    private string Chosen(string forms, object? value)
    {
        var choice = forms.Split('|');
        return choice[Plural(Convert.ToInt64(value, CultureInfo.InvariantCulture)) switch { "one" => 0, "few" => Math.Min(1, choice.Length - 1), _ => choice.Length - 1 }];
    }

    /// <summary>The name of a status, kind, role and so on: key <c>status.under-review</c> for <c>TicketStatus.UnderReview</c>.</summary>
    public string Say(string family, Enum value) => Say($"{family}.{Name.Of(value)}");

    private string Form(string key, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_own is not null && _own.TryGetValue(key, out var called))
        {
            return called;
        }

        if (!_texts.Value.TryGetValue(key, out var text) && !All["en"]._texts.Value.TryGetValue(key, out text))
        {
            return key;
        }

        if (text.Plain is { } plain)
        {
            return plain;
        }

        var number = 0L;
        foreach (var (name, value) in values)
        {
            if (string.Equals(name, "n", StringComparison.Ordinal))
            {
                number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
            }
        }

        return text.Forms.TryGetValue(Plural(number), out var form) ? form : text.Forms["other"];
    }

    private string Plural(long n) => Code switch
    {
        "ru" when n % 10 == 1 && n % 100 != 11 => "one",
        "ru" when n % 10 is >= 2 and <= 4 && n % 100 is not (>= 12 and <= 14) => "few",
        "ru" => "many",
        _ => n == 1 ? "one" : "other",
    };

    private static FrozenDictionary<string, Text> Read(string code)
    {
        var texts = new Dictionary<string, Text>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var file in assembly.GetManifestResourceNames().Where(n => n.StartsWith($"words/{code}/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var document = JsonDocument.Parse(stream);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                texts.Add(member.Name, Text.Of(member.Value));
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A sentence, or one for each plural form.</summary>
    private sealed record Text(string? Plain, FrozenDictionary<string, string> Forms)
    {
        public static Text Of(JsonElement json) => json.ValueKind == JsonValueKind.String
            ? new(json.GetString()!, FrozenDictionary<string, string>.Empty)
            : new(null, json.EnumerateObject().ToFrozenDictionary(m => m.Name, m => m.Value.GetString()!, StringComparer.Ordinal));
    }
}
