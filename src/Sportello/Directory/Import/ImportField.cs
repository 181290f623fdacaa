using System.Collections.Frozen;

namespace Sportello.Directory.Import;

/// <summary>What a file is about. Stored.</summary>
public enum ImportKind
{
    Contacts = 1,
    Organizations = 2,
}

/// <summary>What a column says. Stored.</summary>
public enum ImportField
{
    Nothing = 0,
    Name = 1,
    GivenName = 2,
    FamilyName = 3,
    Organization = 4,
    Category = 5,
    Active = 6,
    Emails = 7,
    Language = 8,
    Slack = 9,
    Jabber = 10,
}

/// <summary>Which headings are known, in three languages, and what people write in cells.</summary>
public static class Headings
{
    private static readonly FrozenDictionary<string, ImportField> Known = Table(
        (ImportField.Name, "name|full name|display name|contact|contact name|person|имя|полное имя|фио|ф и о|контакт|сотрудник|nome|nome completo|nome e cognome|nominativo|contatto"),
        (ImportField.GivenName, "first name|given name|имя отчество|имя и отчество|nome di battesimo"),
        (ImportField.FamilyName, "last name|family name|surname|фамилия|cognome"),
        (ImportField.Organization, "organization|organisation|company|company name|firm|организация|компания|фирма|предприятие|контрагент|azienda|organizzazione|società|ditta|ragione sociale"),
        (ImportField.Category, "category|type|kind|категория|вид|тип|categoria|tipo"),
        (ImportField.Active, "active|enabled|активность|активен|активна|действует|attivo|attiva"),
        (ImportField.Emails, "email|e mail|mail|email address|e mail address|mail address|mail addresses|email addresses|emails|почта|эл почта|электронная почта|адрес|адреса|адрес почты|почтовый адрес|почтовые адреса|posta|posta elettronica|indirizzo|indirizzi|indirizzo email|indirizzo e mail|indirizzo di posta|indirizzi di posta"),
        (ImportField.Language, "language|язык|lingua"),
        (ImportField.Slack, "slack|slack handle|имя в slack|nome slack|nome in slack"),
        (ImportField.Jabber, "jabber|xmpp|jabber address|адрес jabber|indirizzo jabber"));

    private static readonly FrozenSet<string> Yes = Words("yes|y|true|1|x|active|да|д|истина|активен|активна|активно|sì|si|s|vero|attivo|attiva");
    private static readonly FrozenSet<string> No = Words("no|n|false|0|inactive|нет|н|ложь|неактивен|неактивна|неактивно|falso|inattivo|inattiva");

    private static readonly FrozenDictionary<string, OrganizationCategory> Categories = new Dictionary<string, OrganizationCategory>(StringComparer.OrdinalIgnoreCase)
    {
        ["com"] = OrganizationCategory.Owner, ["owner"] = OrganizationCategory.Owner, ["владелец"] = OrganizationCategory.Owner, ["proprietaria"] = OrganizationCategory.Owner, ["proprietario"] = OrganizationCategory.Owner,
        ["cus"] = OrganizationCategory.Customer, ["customer"] = OrganizationCategory.Customer, ["client"] = OrganizationCategory.Customer, ["клиент"] = OrganizationCategory.Customer, ["заказчик"] = OrganizationCategory.Customer, ["cliente"] = OrganizationCategory.Customer,
        ["sup"] = OrganizationCategory.Supplier, ["supplier"] = OrganizationCategory.Supplier, ["vendor"] = OrganizationCategory.Supplier, ["поставщик"] = OrganizationCategory.Supplier, ["fornitore"] = OrganizationCategory.Supplier,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Languages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "en", ["english"] = "en", ["английский"] = "en", ["inglese"] = "en",
        ["ru"] = "ru", ["russian"] = "ru", ["русский"] = "ru", ["russo"] = "ru",
        ["it"] = "it", ["italian"] = "it", ["итальянский"] = "it", ["italiano"] = "it",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<ImportField> Fields(ImportKind kind) => kind == ImportKind.Contacts
        ? Enum.GetValues<ImportField>()
        : [ImportField.Nothing, ImportField.Name, ImportField.Category, ImportField.Active];

    /// <summary>What each column says, by its heading. Several columns may hold addresses; of anything else the first counts.</summary>
    public static IReadOnlyList<ImportField> Map(IReadOnlyList<string> headings, ImportKind kind)
    {
        var fields = headings.Select(h => Known.GetValueOrDefault(Plain(h))).ToList();
        if (kind == ImportKind.Organizations && !fields.Contains(ImportField.Name))
        {
            fields = [.. fields.Select(f => f == ImportField.Organization ? ImportField.Name : f)];
        }

        // Where the family name has a column of its own, "nome" and "имя" mean the given name.
        if (fields.Contains(ImportField.FamilyName) && !fields.Contains(ImportField.GivenName))
        {
            fields = [.. fields.Select(f => f == ImportField.Name ? ImportField.GivenName : f)];
        }

        var may = Fields(kind);
        var met = new HashSet<ImportField>();
        return [.. fields.Select(f => may.Contains(f) && (f == ImportField.Emails || met.Add(f)) ? f : ImportField.Nothing)];
    }

    /// <summary>None = neither yes nor no.</summary>
    public static bool? YesNo(string cell) => Yes.Contains(cell.ToLowerInvariant()) ? true : No.Contains(cell.ToLowerInvariant()) ? false : null;

    public static OrganizationCategory? Category(string cell) => Categories.TryGetValue(cell, out var category) ? category : null;

    public static string? Language(string cell) => Languages.GetValueOrDefault(cell);

    /// <summary>Words without what exports put around them: "E-mail 2 - Value" is "e mail".</summary>
    private static string Plain(string heading) =>
        string.Join(' ', DirectoryWords.In(heading).Where(w => !w.All(char.IsDigit) && w is not "value" and not "значение"));

    private static FrozenSet<string> Words(string words) => words.Split('|').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, ImportField> Table(params (ImportField Field, string Headings)[] lines) =>
        lines.SelectMany(l => l.Headings.Split('|').Select(h => (h, l.Field))).ToFrozenDictionary(x => x.h, x => x.Field, StringComparer.Ordinal);
}
