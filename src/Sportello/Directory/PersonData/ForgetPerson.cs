using Sportello.Data;
using Sportello.Search;

namespace Sportello.Directory.PersonData;

/// <summary>
/// Every place that may name a person, and what becomes of it. Addresses and handles go wherever they stand; a name goes from everything the person
/// took part in, since elsewhere it may be somebody else's.
/// </summary>
internal sealed class ForgetPerson(Desk desk, Contact contact, string former)
{
    /// <summary>The tickets a person took part in.</summary>
    public const string TicketsOf =
        """
        select id from ticket where requester_id = @id union select id from ticket where assignee_id = @id union select ticket_id from comment where author_id = @id
        union select ticket_id from ticket_watcher where contact_id = @id union select m.ticket_id from mail_recipient r join mail m on m.id = r.mail_id where r.contact_id = @id
        """;

    /// <summary>The letters that quote them: of their tickets, and from their addresses.</summary>
    public const string LettersOf = $"ticket_id in ({TicketsOf}) or owner_id = @id or sender in (select address from contact_email where contact_id = @id)";

    private const int Portion = 200;

    /// <summary>The person, under the numbers of then as well: others may have been merged into them.</summary>
    private const string Ones = "(select id from contact where id = @id or merged_into_id = @id)";

    private readonly Sql _sql = desk.Sql;
    private readonly (string, object?)[] _id = [("@id", contact.Id)];
    private readonly (string, object?)[] _named = [("@id", contact.Id), ("@former", former), ("@name", contact.Name)];

    /// <returns>The files that nothing needs any more.</returns>
    public async Task<List<string>> Run(CancellationToken stop)
    {
        var blots = await Known(stop);
        var texts = new ForgetTexts(_sql, blots);
        await Texts(texts, stop);
        foreach (var tickets in (await _sql.List(TicketsOf, r => r.GetInt64(0), stop, _id)).Chunk(Portion))
        {
            await SearchWords.ReadAgain(_sql, tickets, stop);
        }

        var files = await Letters(texts, stop);
        await Rows(stop);
        return files;
    }

    /// <summary>All that the person was ever called, and every address and handle there was.</summary>
    private async Task<Blots> Known(CancellationToken stop)
    {
        var senders = await _sql.List(
            "select distinct l.sender from comment c join letter l on l.id = c.letter_id where c.author_id = @id and l.sender <> ''", r => r.GetString(0), stop, _id);
        var past = await _sql.List(
            $"""
            select what, from_value from history where subject = 5 and subject_id in {Ones} and what in ('name', 'emails', 'slack', 'jabber') and from_value is not null
            union all select what, to_value from history where subject = 5 and subject_id in {Ones} and what in ('added', 'name', 'emails', 'slack', 'jabber') and to_value is not null
            """,
            r => (What: r.GetString(0), Value: r.GetString(1)),
            stop,
            _id);
        var merged = await _sql.List("select name from contact where merged_into_id = @id", r => r.GetString(0), stop, _id);
        string?[] names = [contact.Name, contact.User?.Username, .. merged, .. past.Where(p => p.What is "name" or "added").Select(p => p.Value)];
        string?[] handles = [.. contact.Emails.Select(e => e.Address), contact.Slack, contact.Jabber, .. senders, .. past.Where(p => p.What is not ("name" or "added")).SelectMany(p => p.Value.Split(", "))];
        return new Blots(former, [.. names.OfType<string>()], [.. handles.OfType<string>()]);
    }

    private async Task Texts(ForgetTexts texts, CancellationToken stop)
    {
        await texts.Over("ticket", ["subject", "rating_words", "fields"], $"id in ({TicketsOf})", "", stop, _id);
        await texts.Over("comment", ["body", "html", "author_name", "message_id"], $"ticket_id in ({TicketsOf})", ", folds = null", stop, _id);
        await texts.Over("attachment", ["name", "content_id"], $"comment_id in (select id from comment where ticket_id in ({TicketsOf}))", "", stop, _id);
        await texts.Over("history", ["who", "from_value", "to_value"], $"(subject = 1 and subject_id in ({TicketsOf})) or (subject = 5 and subject_id in {Ones}) or contact_id in {Ones}", "", stop, _id);
        await _sql.Run($"update history set from_value = null, to_value = null where subject = 5 and subject_id in {Ones}", stop, _id);
        await texts.Over("history", ["who", "from_value", "to_value"], "subject = 6 and subject_id = (select user_id from contact where id = @id)", "", stop, _id);
        await texts.Over("work_item_comment", ["author_name", "body"], $"author_id = @id or work_item_id in (select work_item_id from ticket_work_item where ticket_id in ({TicketsOf}))", "", stop, _id);
        await texts.Over("work_item", ["name", "description"], $"developer_id = @id or tester_id = @id or issued_by_id = @id or id in (select work_item_id from ticket_work_item where ticket_id in ({TicketsOf}))", "", stop, _id);
        await texts.Over("history", ["who", "from_value", "to_value"], $"subject = 2 and subject_id in (select work_item_id from ticket_work_item where ticket_id in ({TicketsOf}))", "", stop, _id);
        await texts.Over("history", ["who", "from_value", "to_value"], "subject = 3 and subject_id in (select project_id from project_member where contact_id = @id)", "", stop, _id);
        await texts.Over("mail", ["author_name", "assignee_from", "assignee_to"], $"ticket_id in ({TicketsOf})", "", stop, _id);
        await texts.Over("mail_recipient", ["name", "address", "last_answer"], $"contact_id = @id or mail_id in (select id from mail where ticket_id in ({TicketsOf}))", "", stop, _id);
        await texts.Over("chat_message", ["address", "text", "last_error"], "true", "", stop);
        await texts.Over("perfectionist_report", ["text", "findings"], "true", "", stop);
        await texts.Over("job_run", ["summary", "log"], "true", "", stop);
        await texts.Over("saved_view", ["name", "state"], "true", "", stop);
        await texts.Over("webhook_delivery", ["who", "changes", "answer"], "true", "", stop);
    }

    /// <summary>Their letters, with those that answer them: what they were is known from the tickets, the bytes go.</summary>
    private async Task<List<string>> Letters(ForgetTexts texts, CancellationToken stop)
    {
        await texts.Over("letter", ["sender", "sender_name", "subject", "folder", "message_id", "reason"], LettersOf, "", stop, _id);
        var letters = $"ticket_id in ({TicketsOf}) or owner_id = @id or sender = @former";
        var sources = await _sql.List($"select distinct sha256 from letter where sha256 is not null and ({letters})", r => r.GetString(0), stop, _named[..2]);
        await _sql.Run($"update letter set sha256 = null, trace = '' where {letters}", stop, _named[..2]);
        var gone = new List<string>();
        foreach (var sha256 in sources)
        {
            if (await _sql.First("select 1 from attachment where sha256 = @sha256 union all select 1 from letter where sha256 = @sha256 limit 1", r => (int?)r.GetInt32(0), stop, ("@sha256", sha256)) is null)
            {
                gone.Add(sha256);
            }
        }

        return gone;
    }

    private async Task Rows(CancellationToken stop)
    {
        foreach (var address in contact.Emails.Select(e => e.Address))
        {
            await _sql.Run($"delete from known_message where ticket_id in ({TicketsOf}) and lower(id) like @like", stop, [.. _id, ("@like", $"%{address}%")]);
        }

        await _sql.Run("delete from directory_import", stop);
        await _sql.Run("delete from idempotency_key where body is not null", stop);
        await _sql.Run("delete from sign_in_link where user_id = (select user_id from contact where id = @id) or address in (select address from contact_email where contact_id = @id)", stop, _id);
        await _sql.Run("delete from mail_rule where address in (select address from contact_email where contact_id = @id)", stop, _id);
        await _sql.Run("delete from mail_box where owner_id = @id", stop, _id);
        await _sql.Run("delete from notice_choice where contact_id = @id", stop, _id);
        await _sql.Run("delete from project_member where contact_id = @id", stop, _id);
        await _sql.Run("delete from general_permission where contact_id = @id", stop, _id);
        await _sql.Run("delete from ticket_watcher where contact_id = @id", stop, _id);
        foreach (var table in new[] { "second_factor", "passkey", "identity_link", "recovery_code", "api_token", "session", "feed_address", "draft", "bulk_change", "saved_view" })
        {
            await _sql.Run($"delete from {table} where user_id = (select user_id from contact where id = @id)", stop, _id);
        }

        await _sql.Run("update history set from_value = null where subject = 6 and what = 'locked' and subject_id = (select user_id from contact where id = @id)", stop, _id);
        await _sql.Run("delete from webhook where owner_id = (select user_id from contact where id = @id)", stop, _id);
        await _sql.Run("update mail_recipient set state = 8 where contact_id = @id and state in (0, 4)", stop, _id);
        await _sql.Run("delete from chat_message where contact_id = @id", stop, _id);
        await _sql.Run("delete from perfectionist_report where contact_id = @id", stop, _id);
        if (await _sql.First("select count(*) from contact where name = @name and id <> @id", r => r.GetInt64(0), stop, ("@name", contact.Name), ("@id", contact.Id)) > 0)
        {
            // What follows goes by the name alone, and the name is somebody else's as well.
            return;
        }

        foreach (var (table, column) in new[]
        {
            ("history", "who"), ("perfectionist_fix", "who"), ("perfectionist_fix", "undone_by"), ("perfectionist_decision", "who"), ("not_same", "who"), ("mail_rule", "who"), ("web_setting", "who"),
            ("job", "wanted_by"), ("job_run", "person"),
        })
        {
            await _sql.Run($"update {table} set {column} = @former where {column} = @name", stop, ("@former", former), ("@name", contact.Name));
        }
    }
}
