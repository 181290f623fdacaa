using Sportello.CannedReplies;
using Sportello.Data;
using Sportello.Fields;
using Sportello.Settings.Names;
using Sportello.Targets;
using Sportello.Words;

namespace Sportello.Settings;

/// <summary>
/// What administrators have set and every page needs, in memory until the counter <c>settings</c> moves, on whichever node. A signed-in
/// person's desk has read the counter together with that of the access rules, so no page asks the database for it.
/// </summary>
internal sealed class HouseBook
{
    private volatile Kept? _kept;

    /// <summary>As it was last read: for what cannot wait, such as a sentence.</summary>
    public HouseFacts Last => _kept?.Facts ?? HouseFacts.Nothing;

    public async Task<HouseFacts> Of(Desk desk, CancellationToken stop)
    {
        var epoch = desk.SettingsEpoch ?? await desk.Sql.First("select value from counter where name = 'settings'", r => r.GetInt64(0), stop);
        if (_kept is { } kept && kept.Epoch == epoch)
        {
            return kept.Facts;
        }

        var facts = await HouseFacts.Read(desk.Sql, stop);
        if (!desk.IsWriting)
        {
            // What is read while writing may be taken back, so it is not kept.
            await desk.House.TakeStoredSettings(desk.Sql, stop);
            _kept = new(epoch, facts);
        }

        return facts;
    }

    private sealed record Kept(long Epoch, HouseFacts Facts);
}

internal static class SavingSettings
{
    /// <summary>Saves, and lets every process read the settings anew.</summary>
    public static async Task SaveSettings(this Desk desk, CancellationToken stop)
    {
        await desk.Begin(stop);
        await desk.Sql.Run("update counter set value = value + 1 where name = 'settings'", stop);
        await desk.Save(stop);
        desk.SettingsEpoch = null;
    }
}

/// <summary>The settings of one moment. Never changed.</summary>
internal sealed record HouseFacts(IReadOnlyList<KeptCanned> Canned, OwnNames Names, ILookup<long, KeptField> Fields, Plans Plans)
{
    public static HouseFacts Nothing { get; } = new([], OwnNames.None, Array.Empty<KeptField>().ToLookup(f => f.ProjectId), Plans.None);

    public static async Task<HouseFacts> Read(Sql sql, CancellationToken stop) =>
        new(await KeptCanned.All(sql, stop), new(await NamesPage.All(sql, stop)), (await KeptField.All(sql, stop)).ToLookup(f => f.ProjectId), await Plans.Read(sql, stop));

    /// <summary>The fields that a project has of its own, in their order.</summary>
    public IEnumerable<KeptField> FieldsOf(long projectId) => Fields[projectId];

    public IEnumerable<KeptCanned> CannedFor(long projectId) => Canned.Where(c => c.ProjectId is null || c.ProjectId == projectId);
}
