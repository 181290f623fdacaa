using System.Text;
using Sportello.Data;
using Sportello.Importing;
using Sportello.Importing.DotProject;
using Sportello.Portable;

namespace Sportello.Tests.Importing;

public sealed class DotProjectTests
{
    private const string Dump =
        """
        -- MySQL dump 10.13; it's a comment
        /*!40101 SET NAMES utf8 */;
        DROP TABLE IF EXISTS `dotp_companies`;
        CREATE TABLE `dotp_companies` (
          `company_id` int(10) NOT NULL auto_increment,
          `company_name` varchar(100) default '',
          `company_type` int(3) NOT NULL DEFAULT '0',
          PRIMARY KEY (`company_id`), KEY `idx_cpy1` (`company_name`)
        ) ENGINE=MyISAM COMMENT='a;b';
        INSERT INTO `dotp_companies` VALUES (1,'Молния',6),(2,'Voiello',1);
        INSERT INTO `dotp_companies` (`company_id`, `company_name`, `company_type`) VALUES (3,'L\'Aquila ''2''',1);
        INSERT INTO dotp_contacts (contact_id, contact_first_name, contact_last_name, contact_company, contact_email, contact_email2, contact_jabber) VALUES
          (5,'Паоло','','1','paolo@molnia.example',NULL,'paolo@chat.example'),
          (6,'Elena','','2','elena@voiello.example','',''),
          (7,'Martina','','9','martina@x.example','','');
        INSERT INTO dotp_users (user_id, user_contact, user_username, user_type) VALUES (11,5,'p.molnia',1),(12,6,'',7);
        INSERT INTO dotp_projects (project_id, project_company, project_name, project_start_date, project_end_date, project_status, project_owner, project_active) VALUES
          (21,2,'Магазин','2012-01-01 00:00:00',NULL,3,11,1);
        INSERT INTO dotp_tasks (task_id, task_name, task_parent, task_project, task_owner, task_start_date, task_end_date, task_percent_complete, task_priority, task_description) VALUES
          (31,'Release 1',31,21,11,'2012-02-01 08:00:00','2012-03-01 17:00:00',50,0,''),
          (32,'Печать',31,21,11,'2012-02-01 08:00:00','2012-02-10 17:00:00',100,1,'Поля &lt;слева&gt;\r\nи \\ справа'),
          (33,'Docs',31,21,11,'0000-00-00 00:00:00',NULL,0,0,'');
        INSERT INTO dotp_user_tasks (user_id, task_id) VALUES (11,32);
        INSERT INTO dotp_task_log (task_log_id, task_log_task, task_log_help_desk_id, task_log_name, task_log_description, task_log_creator, task_log_date) VALUES
          (41,32,0,'Done','Готово',11,'2012-02-10 16:00:00'),(42,0,51,'Call','Позвонил; ждём',11,'2012-02-02 10:00:00');
        INSERT INTO dotp_helpdesk_items (item_id, item_title, item_summary, item_calltype, item_priority, item_status, item_assigned_to, item_created_by, item_requestor, item_requestor_id, item_requestor_email, item_requestor_type, item_created, item_modified, item_project_id, item_company_id) VALUES
          (51,'Не печатает','Совсем &amp; никак',1,3,2,11,11,'Elena',6,'',2,'2012-02-01 09:00:00','2012-02-05 09:00:00',21,2),
          (52,'Price?','',0,0,1,0,11,'Chiara',0,'chiara@voiello.example',0,'2012-03-01 09:00:00','2012-03-01 09:00:00',0,2),
          (53,'Nowhere','',0,0,1,0,11,'',0,'',0,'2012-03-01 09:00:00','2012-03-01 09:00:00',0,0);

        """;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_dump_becomes_organizations_people_projects_work_items_and_tickets_and_a_second_run_adds_nothing(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var report = await Import(test, Dump);

        Assert.Equal(
            ["dotp_contacts: row 3: contact_company: there is no company 9.", "dotp_helpdesk_items: row 3: item_project_id: the item names neither a project nor a company; say with --project where such items go."],
            report.Faults.Select(f => f.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("user 1+0=0, organization 2+0=0, contact 3+0=0, project 2+0=0, work-item 2+0=0, ticket 2+0=0", Foreign.Tallied(report));
        Assert.Equal(["L'Aquila '2'|2", "Молния|1"], (await Foreign.Rows(test, "select name, category from organization where name like 'L%' or name like 'М%' order by name")).Select(o => o));
        Assert.Equal(
            ["32|Печать|3|3|Паоло|2012-02-01|2012-02-10|Release 1\n\nПоля <слева>\r\nи \\ справа|Done\n\nГотово", "33|Docs|22|2||||Release 1|"],
            await Foreign.Rows(test, "select w.number, w.name, w.status, w.priority, d.name, w.start_date, w.planned_end, w.description, k.body from work_item w left join contact d on d.id = w.developer_id left join work_item_comment k on k.work_item_id = w.id order by 1"));
        Assert.Equal(
            ["51|Не печатает|3|2|3|Elena|Паоло|Магазин|1328428800000", "52|Price?|1|4|2|Chiara||Voiello|"],
            await Foreign.Rows(test, "select t.number, t.subject, t.kind, t.status, t.priority, r.name, a.name, p.name, t.closed_at from ticket t join project p on p.id = t.project_id left join contact r on r.id = t.requester_id left join contact a on a.id = t.assignee_id order by 1"));
        Assert.Equal(["Совсем & никак|Elena", "Call\n\nПозвонил; ждём|Паоло"], await Foreign.Rows(test, "select body, author_name from comment order by at"));

        var before = await Foreign.State(test);
        Assert.Equal("work-item 0+0=2, ticket 0+0=2", Foreign.Tallied(await Import(test, Dump)));
        Assert.Equal(before, await Foreign.State(test));
    }

    [Fact]
    public async Task A_broken_row_is_named_and_the_rest_comes_in_and_another_dump_is_refused()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var report = await Import(test, Dump.Replace("(2,'Voiello',1);", "(2,'Voiello');\nINSERT INTO dotp_companies VALUES (2,'Voiello',1),(,);"));
        Assert.Equal(
            ["dotp_companies: row 2: the row has 2 values for 3 columns.", "dotp_companies: row 3: the row cannot be read (line 11); what follows it in the same INSERT was left out."],
            report.Faults.Select(f => f.ToString()).Where(f => f.Contains("companies")).Order(StringComparer.Ordinal));
        Assert.Contains(report.Tallies, t => t is { Key: "ticket", Value.Added: 2 });
        Assert.Contains("this is no dump of dotProject", (await Assert.ThrowsAsync<Refusal>(() => Import(test, "select 1;"))).Message);
    }

    [Fact]
    public void Whatever_bytes_a_dump_holds_reading_comes_to_an_end()
    {
        var dice = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var text = new StringBuilder(Dump);
            for (var i = dice.Next(1, 6); i > 0; i--)
            {
                var at = dice.Next(text.Length);
                _ = dice.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(dice.Next(1, 200), text.Length - at)),
                    1 => text.Insert(at, "'\"`();,\\-/*#\0\n"[dice.Next(14)]),
                    _ => text.Replace(text[at], "'(;"[dice.Next(3)], at, 1),
                };
            }

            var tables = SqlDump.Tables(text.ToString(), (at, _) => Assert.True(at.Row > 0));
            Assert.All(tables.Values.SelectMany(t => t.Rows), row => Assert.True(row.At.Row > 0));
        }
    }

    private static async Task<ImportReport> Import(TestHouse test, string dump)
    {
        await File.WriteAllTextAsync(test.Folder["dump.sql"], dump);
        return await Foreign.Import(test, test.Folder["dump.sql"], new ForeignData("dotproject"));
    }
}
