using System.Collections.Frozen;
using Sportello.Directory;

namespace Sportello.Importing.Spreadsheet;

/// <summary>What the columns of a spreadsheet with tickets say: as they were mapped, else by their headings in three languages.</summary>
internal sealed class TicketColumns
{
    private static readonly FrozenDictionary<string, string> Headings = Table(
        ("number", "number|no|nr|id|ticket|ticket number|ticket id|номер|№|ид|номер обращения|обращение|numero|n|id ticket|numero ticket"),
        ("subject", "subject|title|summary|topic|тема|заголовок|название|oggetto|titolo"),
        ("body", "body|text|description|message|details|question|описание|текст|сообщение|вопрос|descrizione|testo|messaggio"),
        ("project", "project|product|проект|продукт|progetto|prodotto"),
        ("kind", "kind|type|category|вид|тип|категория|tipo|categoria"),
        ("status", "status|state|статус|состояние|stato"),
        ("priority", "priority|приоритет|priorità"),
        ("requester", "requester|reporter|author|customer|from|contact|requested by|created by|reported by|заявитель|автор|клиент|от|контакт|richiedente|autore|cliente|da|contatto"),
        ("email", "email|e mail|mail|address|requester email|e mail address|email address|почта|эл почта|электронная почта|адрес|posta|indirizzo|indirizzo email"),
        ("assignee", "assignee|assigned to|owner|agent|responsible|ответственный|исполнитель|назначен|assegnatario|assegnato a|responsabile"),
        ("opened", "opened|created|created at|opened at|date|reported|открыто|создано|создан|дата|дата создания|дата открытия|aperto|aperto il|creato|creato il|data|data di apertura|data di creazione"),
        ("updated", "updated|updated at|changed|modified|last update|изменено|обновлено|изменен|дата изменения|aggiornato|aggiornato il|modificato|modificato il"),
        ("closed", "closed|closed at|resolved|resolved at|закрыто|закрыт|дата закрытия|решено|chiuso|chiuso il|risolto|risolto il|data di chiusura"));

    private readonly Dictionary<string, string> _columns;

    private TicketColumns(Dictionary<string, string> columns) => _columns = columns;

    public static IReadOnlyList<string> Fields { get; } = ["number", "subject", "body", "project", "kind", "status", "priority", "requester", "email", "assignee", "opened", "updated", "closed"];

    public static TicketColumns Of(IReadOnlyCollection<string> headings, IReadOnlyDictionary<string, string> map)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, heading) in map.Where(m => !m.Key.Contains(':', StringComparison.Ordinal)))
        {
            if (!Fields.Contains(field, StringComparer.OrdinalIgnoreCase))
            {
                throw Refusal.Invalid("map", $"“{field}” is not a member of a ticket; there are: {string.Join(", ", Fields)}.");
            }

            columns[field.ToLowerInvariant()] = headings.FirstOrDefault(h => string.Equals(h, heading, StringComparison.OrdinalIgnoreCase))
                ?? throw Refusal.Invalid("map", $"There is no column “{heading}”; there are: {string.Join(", ", headings)}.");
        }

        foreach (var heading in headings.Where(h => !columns.ContainsValue(h)))
        {
            if (Headings.TryGetValue(string.Join(' ', DirectoryWords.In(heading)), out var field) || Headings.TryGetValue(heading.Trim().ToLowerInvariant(), out field))
            {
                columns.TryAdd(field, heading);
            }
        }

        return columns.ContainsKey("subject")
            ? new(columns)
            : throw Refusal.Invalid("map", $"No column is known to hold the subject; say which one with --map subject=COLUMN. There are: {string.Join(", ", headings)}.");
    }

    public string? this[string field] => _columns.GetValueOrDefault(field);

    public string Of(ForeignRow row, string field) => this[field] is { } column ? row[column] : "";

    /// <summary>As whoever brought the file reads it.</summary>
    public string Said(IReadOnlyCollection<string> headings)
    {
        var left = headings.Where(h => h.Length > 0 && !_columns.ContainsValue(h)).ToList();
        var taken = string.Join(", ", Fields.Where(_columns.ContainsKey).Select(f => $"{f}={_columns[f]}"));
        return $"The columns are read so: {taken}.{(left.Count > 0 ? $" Not taken: {string.Join(", ", left)}." : "")}";
    }

    private static FrozenDictionary<string, string> Table(params (string Field, string Headings)[] lines) =>
        lines.SelectMany(l => l.Headings.Split('|').Select(h => (h, l.Field))).DistinctBy(x => x.h).ToFrozenDictionary(x => x.h, x => x.Field, StringComparer.Ordinal);
}
