using System.Text.Json;
using Sportello.Access;
using Sportello.Data;

namespace Sportello.Tests.Access;

public sealed class WorkedExampleTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Every_scope_and_flag_of_the_worked_example_comes_out(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        Assert.Empty((await WorkedExample.Load(test)).Faults);

        var wrong = new List<string>();
        var asked = 0;
        foreach (var (scope, of, answer) in Questions())
        {
            asked++;
            var given = await Ask(test, scope, of);
            var wanted = answer.ValueKind == JsonValueKind.Array ? string.Join(", ", answer.EnumerateArray().Select(e => e.GetString())) : answer.GetBoolean().ToString();
            if (given != wanted)
            {
                wrong.Add($"{scope} {of}: {given} instead of {wanted}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(asked >= 14 + 4 + 8 + 48, $"Only {asked} questions were asked.");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_inactive_contact_is_in_no_role(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"Thunder Systems","contacts":[{"name":"luca","username":"luca","active":false}]}]}""");

        Assert.DoesNotContain("luca", await Ask(test, "potential-staff", new()));
        Assert.Equal("sandro, vittorino", await Ask(test, "staff", new(Project: "barilla sw1")));
        Assert.Equal("", await Ask(test, "assigned-projects", new(Contact: "luca")));
        Assert.Equal("False", await Ask(test, "is-staff", new(Contact: "luca")));
        Assert.Contains("luca", await Ask(test, "contacts", new()));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_ended_project_is_active_no_more_and_gives_no_role(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, """{"projects":[{"name":"de cecco sw","end":"2013-06-29"}]}""");

        Assert.Equal("barilla sw1, barilla sw2, barilla sw3, voiello sw", await Ask(test, "active-ticket-projects", new()));
        Assert.Equal("Barilla", await Ask(test, "managed-organizations", new(Contact: "vittorino")));
        Assert.Equal("barilla sw1", await Ask(test, "assigned-projects", new(Contact: "luca")));
        Assert.Contains("de cecco sw", await Ask(test, "ticket-projects", new()));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_inactive_organization_is_in_no_category(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"Siex","active":false}]}""");

        Assert.Equal("Cogema", await Ask(test, "supplier-organizations", new()));
        Assert.Equal("fabio", await Ask(test, "supplier-contacts", new()));
    }

    private static async Task<string> Ask(TestHouse test, string scope, ScopeOf of)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        var answer = await new Scopes(desk).Ask(scope, of, WorkedExample.Day, default);
        return answer.Flag?.ToString() ?? string.Join(", ", answer.Names!);
    }

    private static IEnumerable<(string Scope, ScopeOf Of, JsonElement Answer)> Questions()
    {
        foreach (var part in WorkedExample.Expected.EnumerateObject())
        {
            if (part.Value.ValueKind == JsonValueKind.Array)
            {
                yield return (Kebab(part.Name), new ScopeOf(), part.Value);
                continue;
            }

            foreach (var (of, question) in part.Value.EnumerateObject().SelectMany(of => of.Value.EnumerateObject().Select(q => (of.Name, q))))
            {
                yield return (Kebab(question.Name), part.Name switch
                {
                    "by_organization" => new ScopeOf(Organization: of),
                    "by_project" => new ScopeOf(Project: of),
                    _ => new ScopeOf(Contact: of),
                }, question.Value);
            }
        }
    }

    private static string Kebab(string name) => name.Replace('_', '-');
}
