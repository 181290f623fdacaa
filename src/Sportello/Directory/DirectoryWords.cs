using System.Text;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory.Duplicates;
using Sportello.History;

namespace Sportello.Directory;

/// <summary>
/// The words by which organizations, contacts and accounts are found: those of their names, and of a contact's addresses. Kept in the transaction
/// of each change, so that whoever types the beginning of a word finds along an index, in every alphabet and without case.
/// </summary>
internal static class DirectoryWords
{
    /// <summary>More words than these make a search no narrower.</summary>
    private const int MostAsked = 5;
    private const int LongestWord = 60;
    private const int Portion = 1000;
    private const char Lowest = '\0';

    /// <summary>Letters and digits in a row, small; what keyboards tell apart and people do not, is one.</summary>
    public static IEnumerable<string> In(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.Append(Lowest))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c) is var small && small == 'ё' ? 'е' : small);
            }
            else if (word.Length > 0)
            {
                yield return word.Length > LongestWord ? word.ToString(0, LongestWord) : word.ToString();
                word.Clear();
            }
        }
    }

    /// <summary>The conditions that <paramref name="column"/> is the key of something in which each word of the search begins a word.</summary>
    public static IEnumerable<string> Conditions(string? search, Subject subject, string column, List<(string, object?)> parameters)
    {
        foreach (var (word, i) in In(search ?? "").Distinct(StringComparer.Ordinal).Take(MostAsked).Select((w, i) => (w, i)))
        {
            parameters.Add(($"@word{i}", word));
            parameters.Add(($"@behind{i}", word + "\U0010FFFF"));
            yield return $"{column} in (select w.id from directory_word w where w.subject = {(int)subject} and w.word >= @word{i} and w.word < @behind{i})";
        }
    }

    /// <summary>What is about to be saved and must be found by its new words.</summary>
    public static List<object> Changed(DeskDb db) =>
    [
        .. db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && e.Entity is Organization or Contact or ContactEmail
                // An account keeps its name until its person is forgotten.
                || (e.Entity is User && (e.State == EntityState.Added || e.Property(nameof(User.Username)).IsModified)))
            .Select(e => e.Entity),
    ];

    public static async Task Write(Sql sql, List<object> changed, CancellationToken stop)
    {
        List<long> organizations = [.. changed.OfType<Organization>().Select(o => o.Id)];
        List<long> contacts = [.. changed.OfType<Contact>().Select(c => c.Id).Concat(changed.OfType<ContactEmail>().Select(e => e.ContactId)).Distinct()];
        await Write(sql, Subject.Organization, organizations, stop);
        await Write(sql, Subject.Contact, contacts, stop);
        await Likeness.Write(sql, Subject.Organization, organizations, stop);
        await Likeness.Write(sql, Subject.Contact, contacts, stop);
        await Write(sql, Subject.User, [.. changed.OfType<User>().Select(u => u.Id)], stop);
    }

    /// <summary>For a database that was there before the words were kept.</summary>
    public static async Task WriteAll(Sql sql, CancellationToken stop)
    {
        foreach (var (subject, table) in new[] { (Subject.Organization, "organization"), (Subject.Contact, "contact"), (Subject.User, "user_account") })
        {
            for (var last = 0L; ;)
            {
                var ids = await sql.List($"select id from {table} where id > @last order by id limit @portion", r => r.GetInt64(0), stop, ("@last", last), ("@portion", Portion));
                if (ids.Count == 0)
                {
                    break;
                }

                await Write(sql, subject, ids, stop);
                last = ids[^1];
            }
        }
    }

    private static async Task Write(Sql sql, Subject subject, List<long> ids, CancellationToken stop)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await sql.Run($"delete from directory_word where subject = @subject and {sql.Dialect.Among("id", "@ids")}", stop, ("@subject", subject), ("@ids", ids));
        var texts = await sql.List(
            subject switch
            {
                Subject.Organization => $"select id, name from organization where {sql.Dialect.Among("id", "@ids")}",
                Subject.User => $"select id, username from user_account where {sql.Dialect.Among("id", "@ids")}",
                _ => $"""
                      select id, name from contact where {sql.Dialect.Among("id", "@ids")}
                      union all select contact_id, address from contact_email where {sql.Dialect.Among("contact_id", "@ids")}
                      """,
            },
            r => (Id: r.GetInt64(0), Text: r.GetString(1)),
            stop,
            ("@ids", ids));
        var words = texts.SelectMany(t => In(t.Text).Select(word => (t.Id, word))).Distinct();
        await sql.Insert("directory_word", ["word", "subject", "id"], [.. words.Select(w => new object?[] { w.word, (int)subject, w.Id })], stop);
    }
}
