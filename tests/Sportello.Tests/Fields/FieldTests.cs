using Sportello.Access;
using Sportello.Data;
using Sportello.Fields;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Fields;

/// <summary>What projects ask for beyond the usual: what fits, who sees it, and what becomes of it.</summary>
public sealed class FieldTests
{
    public static TheoryData<FieldKind, string, string?> Fitting => new()
    {
        { FieldKind.Text, "  A-12 \n B ", "A-12 B" },
        { FieldKind.Text, " \t ", null },
        { FieldKind.Number, "-3,50", "-3.5" },
        { FieldKind.Number, "-0.0", "0" },
        { FieldKind.Number, "0012", "12" },
        { FieldKind.Number, "79228162514264337593543950335", "79228162514264337593543950335" },
        { FieldKind.Date, "2012-02-29", "2012-02-29" },
        { FieldKind.Choice, "ROSSO", "rosso" },
        { FieldKind.YesNo, "True", "yes" },
        { FieldKind.YesNo, "no", "no" },
    };

    public static TheoryData<FieldKind, string> Unfitting => new()
    {
        { FieldKind.Text, new string('x', 501) },
        { FieldKind.Number, "1.000,5" },
        { FieldKind.Number, "1e5" },
        { FieldKind.Number, "٣" },
        { FieldKind.Number, "twelve" },
        { FieldKind.Number, "792281625142643375935439503360" },
        { FieldKind.Date, "2013-02-29" },
        { FieldKind.Date, "29.02.2012" },
        { FieldKind.Choice, "giallo" },
        { FieldKind.YesNo, "perhaps" },
    };

    [Theory, MemberData(nameof(Fitting))]
    public void What_fits_is_kept_in_one_way(FieldKind kind, string typed, string? kept) => Assert.Equal(kept, Field(kind).Fit(typed));

    [Theory, MemberData(nameof(Unfitting))]
    public void What_does_not_fit_is_refused_with_its_field(FieldKind kind, string typed)
    {
        var refusal = Assert.Throws<Refusal>(() => Field(kind).Fit(typed));
        Assert.Equal((RefusalReason.Invalid, "field.7"), (refusal.Reason, refusal.Field));
        Assert.True(refusal.Words!.In(Sportello.Words.Language.In("it")).Length > 10);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_customer_sees_and_fills_what_is_for_customers_and_staff_all_of_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await Add(town, new("Serial", FieldKind.Text, Required: true, ForCustomers: true, Position: 2));
        await Add(town, new("Margin", FieldKind.Number, Required: true, Position: 1));
        await using var francesca = await town.DeskOf("francesca");

        Assert.Contains("Serial", (await Refused(francesca, Of())).Message, StringComparison.Ordinal);
        Assert.Equal("fields", (await Refused(francesca, Of(("Serial", "A"), ("Margin", "3")))).Field);
        var number = await Open(francesca, Of(("serial", "A-12")));

        Assert.Equal(["Serial A-12"], Shown(await new TicketPage(francesca).Run(number, default)));
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new ChangeTicket(francesca).Run(number, new() { Fields = Of(("Serial", "B")) }, default))).Reason);
        await using var luca = await town.DeskOf("luca");
        Assert.Equal(["Margin ", "Serial A-12"], Shown(await new TicketPage(luca).Run(number, default)));
        Assert.Equal("field", (await Refused(luca, Of(("Serial", "A")))).Field?.Split('.')[0]);
        await new ChangeTicket(luca).Run(number, new() { Fields = Of(("Margin", "3,5"), ("Serial", "B")) }, default);
        Assert.Contains("must be filled in", (await Assert.ThrowsAsync<Refusal>(() => new ChangeTicket(luca).Run(number, new() { Fields = Of(("Serial", "")) }, default))).Message, StringComparison.Ordinal);

        await using var again = await town.DeskOf("luca");
        var view = await new TicketPage(again).Run(number, default);
        Assert.Equal(["Margin 3.5", "Serial B"], Shown(view));
        Assert.Equal([" Serial: A-12", " Margin: 3.5", "Serial: A-12 Serial: B"], view.History.Where(h => h.What == "field").Select(h => $"{h.From} {h.To}"));
        Assert.DoesNotContain((await new TicketPage(francesca).Run(number, default)).History, h => h.What == "field");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_field_that_is_no_longer_asked_is_hidden_and_what_was_in_it_comes_back_with_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var id = await Add(town, new("Colour", FieldKind.Choice, Choices: ["red", " grey ", "Red", ""]));
        await using var luca = await town.DeskOf("luca");
        var number = await Open(luca, Of(("Colour", "grey")));
        await using (var sandro = await town.DeskOf("sandro"))
        {
            Assert.Equal(["red", "grey"], (await new FieldPage(sandro).Run(id, default)).Fields.Choices);
            await new ChangeField(sandro).Run(id, 1, new("Colour", FieldKind.Number, Active: false, Choices: ["red"]), default);
            Assert.Equal(FieldKind.Choice, (await new FieldPage(sandro).Run(id, default)).Fields.Kind);
            Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new ChangeField(sandro).Run(id, 1, new("Colour", FieldKind.Choice, Choices: ["red"]), default))).Reason);
        }

        await using (var hidden = await town.DeskOf("luca"))
        {
            Assert.Empty((await new TicketPage(hidden).Run(number, default)).Fields);
        }

        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ChangeField(sandro).Run(id, 2, new("Paint", FieldKind.Choice, Choices: ["red", "blue"]), default);
        }

        await using var back = await town.DeskOf("luca");
        Assert.Equal(["Paint grey"], Shown(await new TicketPage(back).Run(number, default)));
        Assert.Equal("field." + id, (await Assert.ThrowsAsync<Refusal>(() => new ChangeTicket(back).Run(number, new() { Fields = Of(("Paint", "grey")) }, default))).Field);
    }

    [Fact]
    public async Task A_field_without_name_choices_or_project_or_with_a_name_that_is_taken_is_refused()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        await Add(town, new("Serial", FieldKind.Text));
        (string Project, FieldFields What, string Field)[] wrong =
        [
            (Town.Project, new("", FieldKind.Text), "name"), (Town.Project, new("SERIAL", FieldKind.Date), "name"), (Town.Project, new("field.1", FieldKind.Text), "name"),
            (Town.Project, new("Colour", FieldKind.Choice, Choices: [" "]), "choices"), ("", new("Colour", FieldKind.Text), "project"), ("no such", new("Colour", FieldKind.Text), "project"),
        ];
        foreach (var (project, what, field) in wrong)
        {
            await using var sandro = await town.DeskOf("sandro");
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => new AddField(sandro).Run(project, what, default))).Field);
        }
    }

    private static KeptField Field(FieldKind kind) => new(7, 1, "Serial", kind, Required: false, ForCustomers: false, ["rosso", "grigio"], Active: true);

    private static Dictionary<string, string?> Of(params (string Name, string? Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Shown(TicketView ticket) => ticket.Fields.Select(f => $"{f.Field.Name} {f.Value}");

    private static Task<int> Open(Desk desk, Dictionary<string, string?> fields) =>
        new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, "Slow", "Since monday.") { Fields = fields }, default);

    private static async Task<Refusal> Refused(Desk desk, Dictionary<string, string?> fields)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Open(desk, fields));
        await desk.Undo();
        return refusal;
    }

    private static async Task<long> Add(Town town, FieldFields what)
    {
        await using var sandro = await town.DeskOf("sandro");
        return await new AddField(sandro).Run(Town.Project, what, default);
    }
}
