using System.Collections.Frozen;

namespace Sportello.Words;

/// <summary>The languages as one house speaks them: some names are its own, all the rest is ours.</summary>
internal sealed class OwnNames
{
    private readonly FrozenDictionary<string, Language> _languages;

    /// <param name="names">By language and key, as in <c>status.new</c>.</param>
    public OwnNames(IReadOnlyCollection<(string Language, string Key, string Text)> names) => _languages = Language.Codes.ToFrozenDictionary(
        code => code,
        code => names.Where(n => string.Equals(n.Language, code, StringComparison.Ordinal)).ToFrozenDictionary(n => n.Key, n => n.Text, StringComparer.Ordinal) is { Count: > 0 } own
            ? Language.In(code).Calling(own)
            : Language.In(code),
        StringComparer.Ordinal);

    public static OwnNames None { get; } = new([]);

    /// <summary>The language of that code; English when there is none.</summary>
    public Language In(string? code) => code is not null && _languages.TryGetValue(code, out var language) ? language : _languages["en"];
}
