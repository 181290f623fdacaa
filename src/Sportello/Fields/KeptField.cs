using System.Globalization;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Fields;

/// <summary>A field as it is kept in memory and shown, and what fits into it.</summary>
public sealed record KeptField(long Id, long ProjectId, string Name, FieldKind Kind, bool Required, bool ForCustomers, IReadOnlyList<string> Choices, bool Active)
{
    private const int TextLength = 500;

    /// <summary>By which a form calls it.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"field.{Id}");

    internal bool IsCalled(string name) => string.Equals(name, Key, StringComparison.Ordinal) || string.Equals(name, Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A value as it is kept: numbers with a point, days as yyyy-MM-dd, yes or no; none for nothing.</summary>
    /// <exception cref="Refusal">It does not fit; the sentence says what would.</exception>
    internal string? Fit(string? typed)
    {
        var text = OneLine.Of(typed);
        return text.Length == 0 ? null : Kind switch
        {
            FieldKind.Number => Number(text),
            FieldKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : throw Wrong("date", text),
            FieldKind.Choice => Choices.FirstOrDefault(c => string.Equals(c, text, StringComparison.OrdinalIgnoreCase))
                ?? throw Refusal.Invalid(Key, Said.Of("refusal.fit.choice", ("field", Name), ("text", text), ("choices", Choices))),
            FieldKind.YesNo => text.ToUpperInvariant() switch { "YES" or "TRUE" or "1" => "yes", "NO" or "FALSE" or "0" => "no", _ => throw Wrong("yes-no", text) },
            _ => text.Length <= TextLength ? text : throw Refusal.Invalid(Key, Said.Of("refusal.long", ("n", TextLength))),
        };
    }

    internal static Task<List<KeptField>> All(Sql sql, CancellationToken stop) => sql.List(
        "select id, project_id, name, kind, required, for_customers, choices, active from ticket_field order by project_id, position, id",
        r => new KeptField(
            r.GetInt64(0), r.GetInt64(1), r.GetString(2), (FieldKind)r.GetInt32(3), r.GetBoolean(4), r.GetBoolean(5), r.GetString(6).Split('\n', StringSplitOptions.RemoveEmptyEntries), r.GetBoolean(7)),
        stop);

    /// <summary>A comma is a point too; thousands are not set apart, since nobody could tell which was meant.</summary>
    private string Number(string text) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? (number == 0 ? 0m : number).ToString("0.############################", CultureInfo.InvariantCulture)
            : throw Wrong("number", text);

    private Refusal Wrong(string what, string text) => Refusal.Invalid(Key, Said.Of($"refusal.fit.{what}", ("field", Name), ("text", text)));
}

/// <summary>A field of a ticket with what it holds.</summary>
public sealed record FieldValue(KeptField Field, string? Value);
