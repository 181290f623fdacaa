using Sportello.Data;

namespace Sportello.Directory.Duplicates;

/// <summary>
/// Every place in the database that names a contact by its number, and what a merge does with it. A test holds this list against the schema,
/// so that a new column cannot be forgotten.
/// </summary>
internal static class ContactTraces
{
    /// <summary>A row each: it goes over.</summary>
    public static IReadOnlyList<(string Table, string Column)> Single { get; } =
    [
        ("ticket", "requester_id"), ("ticket", "assignee_id"), ("ticket", "snoozed_by_id"), ("comment_move", "watching_id"), ("comment", "author_id"), ("work_item", "issued_by_id"), ("work_item", "developer_id"), ("work_item", "tester_id"),
        ("work_item_comment", "author_id"), ("test_suite", "owner_id"), ("mail_recipient", "contact_id"), ("chat_message", "contact_id"), ("perfectionist_report", "contact_id"),
        ("perfectionist_fix", "contact_id"), ("mail_box", "owner_id"), ("contact", "merged_into_id"),
    ];

    /// <summary>At most one row for the same thing: it goes over where the other has none.</summary>
    public static IReadOnlyList<(string Table, string Thing)> OneOfEach { get; } =
    [
        ("project_member", "project_id, role"), ("general_permission", "role"), ("ticket_watcher", "ticket_id"), ("notice_choice", "project_id, choice"), ("perfectionist_mode", "rule, mode"),
    ];

    /// <summary>What stays as it was: whoever did something then, did it under the number of then, which leads on; a webhook belongs to an account.</summary>
    public static IReadOnlyList<(string Table, string Column)> Left { get; } = [("history", "contact_id"), ("mail", "author_id"), ("letter", "owner_id"), ("webhook", "owner_id")];

    public static async Task Move(Sql sql, long from, long to, CancellationToken stop)
    {
        (string, object?)[] both = [("@from", from), ("@to", to)];

        // Kept numbers first, while the rows still say whose they are.
        await sql.Run(
            "update ticket set last_comment_by_id = @to where last_comment_by_id = @from and id in (select ticket_id from comment where author_id = @from)", stop, both);
        foreach (var count in new[] { "ticket_count", "snoozed_count" })
        {
            await sql.Run(
                $"""
                insert into {count} (project_id, assignee_id, status, n) select project_id, @to, status, n from {count} where assignee_id = @from
                on conflict (project_id, assignee_id, status) do update set n = {count}.n + excluded.n
                """,
                stop,
                both);
            await sql.Run($"delete from {count} where assignee_id = @from", stop, ("@from", from));
        }

        await sql.Run(
            """
            insert into trend_snapshot (day, owner_id, suites, bug_fixes, open_bug_fixes) select day, @to, suites, bug_fixes, open_bug_fixes from trend_snapshot where owner_id = @from
            on conflict (day, owner_id) do update set suites = trend_snapshot.suites + excluded.suites, bug_fixes = trend_snapshot.bug_fixes + excluded.bug_fixes,
              open_bug_fixes = trend_snapshot.open_bug_fixes + excluded.open_bug_fixes
            """,
            stop,
            both);
        await sql.Run("delete from trend_snapshot where owner_id = @from", stop, ("@from", from));
        foreach (var (table, column) in Single)
        {
            await sql.Run($"update {table} set {column} = @to where {column} = @from", stop, both);
        }

        foreach (var (table, thing) in OneOfEach)
        {
            await sql.Run($"insert into {table} (contact_id, {thing}) select @to, {thing} from {table} where contact_id = @from on conflict do nothing", stop, both);
            await sql.Run($"delete from {table} where contact_id = @from", stop, ("@from", from));
        }
    }
}
