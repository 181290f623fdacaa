using Sportello.Data;

namespace Sportello.Tests.Portable;

public sealed class FaultTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { """{"tickets":[{"number":1,"project":"barila sw1","subject":"S","opened":"2013-06-01T09:00:00Z"}]}""", "line 1: ticket 1: project: there is no project “barila sw1”; did you mean “barilla sw1”?" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","kind":"bugg","subject":"S","opened":"2013-06-01T09:00:00Z"}]}""", "kind: \"bugg\" is not one of: consultation, enhancement, bug." },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01 09:00"}]}""", "opened: \"2013-06-01 09:00\" is not a time" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S"}]}""", "opened: is needed" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-02T09:00:00Z","closed":"2013-06-01T09:00:00Z","status":"closed"}]}""", "closed: a ticket cannot have been closed" },
        { """{"tickets":[{"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z"}]}""", "ticket: number: is needed" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z"},{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z"}]}""", "number: stands in this file twice" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","comments":[{"author":"nobody","at":"2013-06-01T09:00:00Z","body":"x"}]}]}""", "ticket 1: comment 1: author: nobody is called “nobody”" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","work_items":[7]}]}""", "work_items: there is no work item 7" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","requester":"admin"}]}""", "requester: the user “admin” has no contact" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"\u0000","opened":"2013-06-01T09:00:00Z"}]}""", "U+0000" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","comments":[{"author":"luca","at":"2013-06-01T09:00:00Z","body":"x","attachments":[{"name":"a.txt","size":1,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]}]}]}""", "the bytes of “a.txt” are missing" },
        { """{"projects":[{"name":"new","organization":"Barilla","start":"2013-02-01","end":"2013-01-01"}]}""", "project new: end: the end (2013-01-01) must not be before the start (2013-02-01)." },
        { """{"projects":[{"name":"new","organization":"Barilla","start":"2013-02-30"}]}""", "start: \"2013-02-30\" is not a day" },
        { """{"projects":[{"name":"barilla sw1","fields":[{"name":"Copies","kind":"number"}]}],"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","fields":{"Copies":"many"}}]}""", "ticket 1: fields: “many” is not a number" },
        { """{"tickets":[{"number":1,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z","fields":{"Serial":"1"}}]}""", "fields: the project has no field “Serial”" },
        { """{"projects":[{"name":"barilla sw1","fields":[{"name":"Colour","kind":"choice"}]}]}""", "project barilla sw1: field 1: choices: are needed" },
        { """{"projects":[{"name":"barilla sw1","fields":[{"name":"A"},{"name":"a"}]}]}""", "fields: there are two fields “A”" },
        { """{"projects":[{"name":"new"}]}""", "organization: is needed" },
        { """{"organizations":[{"name":"New","category":"customer"}]}""", "organization New: category: “customer” is not a category; it must be com" },
        { """{"organizations":[{"name":"New"}]}""", "category: is needed" },
        { """{"organizations":[{"name":"Barilla","contacts":["francesca","francesca"]}]}""", "contact francesca: stands in this file already" },
        { """{"organizations":[{"name":"Barilla","contacts":[{"name":"x","emails":["nowhere"]}]}]}""", "contact x: emails: “nowhere” is not an e-mail address" },
        { """{"organizations":[{"name":"Barilla","contacts":[{"name":"x","username":"x"}]}]}""", "contact x: username: there is no user “x”" },
        { """{"organizations":[{"name":"Barilla","contacts":[{"name":"x","new_obr":4}]}]}""", "new_obr: 4 will not do; a whole number from 0 to 3 is needed." },
        { """{"organizations":[{"name":"Barilla","contacts":[{"name":"x","username":"luca","id":999}]}]}""", "the account luca belongs to the contact luca" },
        { """{"groups":[{"name":"g","permissions":["ticket.eat"]}]}""", "group g: permissions: “ticket.eat” is not a permission" },
        { """{"users":[{"username":"x","groups":["nothing"]}]}""", "user x: groups: there is no group “nothing”" },
        { """{"users":[{"username":"x","active":"yes"}]}""", "user x: active: true or false is needed, not the text \"yes\"." },
        { """{"users":{"username":"x"}}""", "users: a list in brackets is needed here." },
        { """{"users":["x"]}""", "an object in braces is needed here, not the text \"x\"." },
        { """{"general_permissions":[{"contact":"luca","role":"boss"}]}""", "role: the role must be manager, staff or customer." },
        { """{"test_suites":[{"name":"t","owner":7777}]}""", "test-suite t: owner: there is no contact with the number 7777" },
        { """{"work_items":[{"number":1,"project":"barilla sw1","name":"n","suite":"none"}]}""", "work-item 1: suite: there is no test suite “none”" },
        { """{"users":[{"username":"x"}""", "this is not JSON" },
        { """["x"]""", "a document begins with a brace" },
    };

    [Theory, MemberData(nameof(Documents))]
    public async Task Whatever_is_wrong_is_named_with_its_place_and_what_would_be_right(string document, string sentence)
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var before = await WorkedExample.Export(test);
        var report = await WorkedExample.ImportText(test, document);

        Assert.Contains(report.Faults, f => f.ToString().Contains(sentence));
        Assert.Single(report.Faults);
        Assert.False(report.Kept);
        Assert.Equal(before, await WorkedExample.Export(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task All_faults_are_named_at_once_with_the_line_of_their_object_and_none_because_of_another(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        var report = await WorkedExample.ImportText(
            test,
            """
            {
              "organizations": [
                {"name": "Barilla", "category": "cuss", "contacts": ["francesca"]}
              ],
              "projects": [
                {"name": "barilla sw1", "organization": "Barilla",
                 "customers": ["francesca"]},
                {"name": "other", "organization": "Nowhere"}
              ],
              "tickets": [
                {"number": 1, "project": "barilla sw1", "kind": "x", "subject": "S", "requester": "lucca", "opened": "2013-06-01T09:00:00Z"}
              ]
            }
            """);

        Assert.Equal(
            ["3 organization Barilla category", "8 project other organization", "11 ticket 1 kind", "11 ticket 1 requester"],
            report.Faults.Select(f => $"{f.Line} {f.Object} {f.Member}"));
    }

    [Fact]
    public async Task Two_contacts_of_one_name_are_told_apart_by_number()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"A","category":"com","contacts":[{"name":"paolo","id":7}]},{"name":"B","category":"cus","contacts":[{"name":"paolo","id":8}]}]}""");
        var unclear = await WorkedExample.ImportText(test, """{"test_suites":[{"name":"t","owner":"paolo"}]}""");
        var clear = await WorkedExample.ImportText(test, """{"test_suites":[{"name":"t","owner":8}]}""");

        Assert.Contains("could be any of 7, 8", Assert.Single(unclear.Faults).ToString());
        Assert.Empty(clear.Faults);
        Assert.Contains("\"owner\": 8", await WorkedExample.Export(test));
    }

    [Fact]
    public async Task A_number_that_somebody_else_has_is_not_given_away()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"A","category":"com","contacts":[{"name":"paolo","id":7}]}]}""");
        var report = await WorkedExample.ImportText(test, """{"organizations":[{"name":"A","contacts":[{"name":"elena","id":7}]}]}""");

        Assert.Contains("the number 7 belongs to paolo already", Assert.Single(report.Faults).ToString());
    }

    [Fact]
    public async Task What_is_not_of_the_form_is_skipped_and_said_once()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        var report = await WorkedExample.ImportText(
            test, """{"about":{"a":[1,{"b":2}]},"users":[{"username":"a","shoe":1,"groups":[]},{"username":"b","shoe":2,"groups":[]}]}""");

        Assert.Equal(["“about” is not a list of the portable form; it was skipped.", "“shoe” of a user is not a member of the portable form; it was skipped."], report.Notices);
    }

    [Fact]
    public async Task A_stream_keeps_the_batches_before_a_fault_and_names_the_line()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var lines = Enumerable.Range(10000, 1500).Select(n => $$"""{"type":"ticket","number":{{n}},"project":"{{(n == 11400 ? "x" : "barilla sw1")}}","subject":"S","opened":"2013-06-01T09:00:00Z"}""");
        var report = await WorkedExample.ImportText(test, string.Join('\n', lines), "tickets.ndjson");

        Assert.True(report.Kept);
        Assert.Equal(1401, Assert.Single(report.Faults).Line);
        await using var desk = await test.House.DeskOfProgram("test", default);
        Assert.Equal(1000, await desk.Sql.First("select count(*) from ticket", r => r.GetInt64(0), default));
    }
}
