using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Settings.Names;

/// <summary>Calls kinds, statuses, priorities and types otherwise. Programs and files go on using the fixed names.</summary>
public sealed class ChangeNames(Desk desk)
{
    public const int NameLength = 40;

    /// <param name="given">By key and language, as in <c>status.new.en</c>. Empty, or the usual name, goes back to the usual one; what is not given stays.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task Run(IReadOnlyDictionary<string, string> given, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var before = (await NamesPage.All(desk.Sql, stop)).ToDictionary(n => $"{n.Key}.{n.Language}", n => n.Text, StringComparer.Ordinal);
        var after = new Dictionary<string, string>(before, StringComparer.Ordinal);
        foreach (var thing in Nameable.All)
        {
            foreach (var code in Language.Codes)
            {
                if (given.TryGetValue(thing.In(code), out var typed))
                {
                    Put(after, thing, code, OneLine.Of(typed));
                }
            }
        }

        DemandDistinct(after);
        foreach (var thing in Nameable.All)
        {
            foreach (var code in Language.Codes)
            {
                await Write(thing, code, before.GetValueOrDefault(thing.In(code)), after.GetValueOrDefault(thing.In(code)), stop);
            }
        }

        await desk.SaveSettings(stop);
    }

    /// <summary>Everything is called as usual again.</summary>
    public Task Reset(CancellationToken stop) =>
        Run(Nameable.All.SelectMany(thing => Language.Codes.Select(thing.In)).ToDictionary(field => field, _ => "", StringComparer.Ordinal), stop);

    private static void Put(Dictionary<string, string> names, Nameable thing, string code, string name)
    {
        if (name.Length > NameLength)
        {
            throw Refusal.Invalid(thing.In(code), Said.Of("refusal.long", ("n", NameLength)));
        }

        if (name.Length == 0 || string.Equals(name, Language.In(code).Say(thing.Key), StringComparison.Ordinal))
        {
            names.Remove(thing.In(code));
        }
        else
        {
            names[thing.In(code)] = name;
        }
    }

    /// <summary>Two statuses of one name could not be told apart.</summary>
    private static void DemandDistinct(Dictionary<string, string> names)
    {
        foreach (var code in Language.Codes)
        {
            foreach (var family in Nameable.All.GroupBy(n => n.Family, StringComparer.Ordinal))
            {
                var twice = family.GroupBy(n => names.GetValueOrDefault(n.In(code)) ?? Language.In(code).Say(n.Key), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
                if (twice is not null)
                {
                    throw Refusal.Invalid(twice.LastOrDefault(n => names.ContainsKey(n.In(code)), twice.Last()).In(code), Said.Of("refusal.names.twice", ("name", twice.Key)));
                }
            }
        }
    }

    private async Task Write(Nameable thing, string code, string? before, string? after, CancellationToken stop)
    {
        if (string.Equals(before, after, StringComparison.Ordinal))
        {
            return;
        }

        await desk.Sql.Run("delete from own_name where said_key = @key and language = @language", stop, ("@key", thing.Key), ("@language", code));
        if (after is not null)
        {
            await desk.Sql.Run("insert into own_name (said_key, language, text) values (@key, @language, @text)", stop, ("@key", thing.Key), ("@language", code), ("@text", after));
        }

        var usual = Language.In(code).Say(thing.Key);
        await desk.Remember(Subject.Setting, NamesPage.HistoryKey, thing.Key, $"{before ?? usual} ({code})", $"{after ?? usual} ({code})", stop);
    }
}
