using Sportello.Access;
using Sportello.Data;
using Sportello.Mailroom.Reading;
using Sportello.Settings;
using Sportello.Tests.Access;

namespace Sportello.Tests.Settings;

/// <summary>How tickets are numbered, set in the web: below config.ini, never backwards, and old letters are still known.</summary>
public sealed class TicketSettingsTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Prefix_project_and_next_number_hold_at_once_and_after_a_new_start_and_are_noted(DatabaseProvider provider)
    {
        await using var town = await ReadingTown(provider);
        var first = await town.Ticket();
        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ChangeTicketSettings(sandro).Run("HELP", Town.Project, 20000, default);
            var view = await new TicketSettings(sandro).Run(default);
            Assert.Equal(("HELP", Town.Project, 20000), (view.Prefix.Value, view.DefaultProject.Value, view.NextNumber));
            Assert.Equal([$"next-number {first + 1} 20000", "prefix DPR HELP", $"default-project  {Town.Project}"], view.History.Reverse().Select(h => $"{h.What} {h.From} {h.To}"));
        }

        Assert.Equal(20000, await town.Ticket());
        Assert.Equal(20001, await town.Ticket());
        await using var again = await House.Open(town.House.Settings, town.Test.Clock, default);
        var work = again.Settings.Work;
        Assert.Equal(("HELP", Town.Project), (work.TicketPrefix, work.DefaultProject));
        Assert.Equal(10000, new TicketNumber(work).In("Re: printing DPR:10000"));
        Assert.Equal(20000, new TicketNumber(work).In("Re: printing help:20000"));
        Assert.Null(new TicketNumber(work).In("Re: printing OBR:20000"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_wrong_is_refused_with_its_field_and_nothing_changes(DatabaseProvider provider)
    {
        await using var town = await ReadingTown(provider);
        var number = await town.Ticket();
        (string? Prefix, string? Project, int? Number, string Field)[] wrong =
        [
            ("ПРИ", null, null, "prefix"), ("A-B", null, null, "prefix"), ("ELEVENCHARS", null, null, "prefix"),
            ("HELP", "no such project", null, "project"), ("HELP", null, number, "number"), ("HELP", null, 9999, "number"), ("HELP", null, int.MaxValue, "number"),
        ];
        foreach (var (prefix, project, next, field) in wrong)
        {
            await using var sandro = await town.DeskOf("sandro");
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => new ChangeTicketSettings(sandro).Run(prefix, project, next, default))).Field);
            var view = await new TicketSettings(sandro).Run(default);
            Assert.Equal(("DPR", null, number + 1), (view.Prefix.Value, view.DefaultProject.Value, view.NextNumber));
            Assert.Empty(view.History);
        }

        Assert.Equal(number + 1, await town.Ticket());
    }

    [Fact]
    public async Task What_the_file_says_wins_over_the_web()
    {
        await using var town = await ReadingTown(DatabaseProvider.Sqlite, "[work]\nticketPrefix = OBR\n");
        await using var sandro = await town.DeskOf("sandro");
        await new ChangeTicketSettings(sandro).Run("HELP", null, null, default);
        var view = await new TicketSettings(sandro).Run(default);
        Assert.Equal(new("OBR", Elsewhere: true), view.Prefix);
        Assert.Equal("OBR", town.House.Settings.Work.TicketPrefix);
    }

    /// <summary>A town whose settings come from a file, as a house's do.</summary>
    private static async Task<Town> ReadingTown(DatabaseProvider provider, string config = "")
    {
        var town = await Town.Open(provider, settings =>
        {
            var file = Path.Combine(settings.DataFolder, "config.ini");
            File.WriteAllText(file, config);
            return SettingsReader.Read(file, settings.DataFolder, new Dictionary<string, string>(StringComparer.Ordinal)) with { Database = settings.Database };
        });
        await town.Permit(Permission.All);
        return town;
    }
}
