using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>What a rule says, in the three languages. It stands with the rule, so that a rule is one file.</summary>
internal sealed record Sentence(string En, string Ru, string It)
{
    public string In(Language language, params ReadOnlySpan<(string Name, object? Value)> values) =>
        language.Fill(language.Code switch { "ru" => Ru, "it" => It, _ => En }, values);
}
