using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Settings;
using Sportello.Settings.Names;

namespace Sportello.App.Api.Administration;

/// <summary>What can be set of the house while it runs: numbers of tickets, names, mail.</summary>
internal static class SettingsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/tickets", Tickets).Shows<TicketSettings>().Gives<TicketSettingsJson>().WithSummary("Read how tickets are numbered and where they go when nobody says");
        api.MapPatch("/settings/tickets", ChangeTickets).Runs<ChangeTicketSettings>().Takes<TicketSettingsPatch>().Gives<TicketSettingsJson>().WithSummary("Set the prefix, the default project or the next number of tickets");
        api.MapGet("/settings/names", Names).Shows<NamesPage>().Gives<NamesJson>().WithSummary("Read what this house calls kinds, statuses, priorities and types");
        api.MapPatch("/settings/names", ChangeSomeNames).Runs<ChangeNames>().Takes<IReadOnlyDictionary<string, string?>>().Gives<NamesJson>().WithSummary("Call kinds, statuses, priorities or types otherwise");
        api.MapDelete("/settings/names", ResetNames).Runs<ChangeNames>().GivesNothing().WithSummary("Call everything as usual again");
        api.MapGet("/settings/mail", Mail).Shows<BoxSettings>().Gives<ListJson<MailSettingJson>>().WithSummary("Read the settings of mail; of secrets only whether they are set");
        api.MapPatch("/settings/mail", ChangeMail).Runs<ChangeBoxSettings>().Takes<IReadOnlyDictionary<string, string?>>().Gives<ListJson<MailSettingJson>>().WithSummary("Change settings of mail");
    }

    private static async Task<IResult> Tickets(ApiVisitor visitor) => Results.Ok(TicketSettingsJson.Of(await new TicketSettings(visitor.Desk).Run(visitor.Stop)));

    private static async Task<IResult> ChangeTickets(ApiVisitor visitor, [FromBody] JsonElement changes)
    {
        var before = await new TicketSettings(visitor.Desk).Run(visitor.Stop);
        var (prefix, project, number) = (before.Prefix.Value, before.DefaultProject.Value, (int?)null);
        foreach (var member in Patch.Members(changes))
        {
            switch (member.Name)
            {
                case "prefix": prefix = Patch.Text(member); break;
                case "default_project": project = Patch.Text(member); break;
                case "next_number": number = Patch.Number(member); break;
                default: throw Refusal.Invalid(member.Name, "There is no such member; prefix, default_project and next_number there are.");
            }
        }

        await new ChangeTicketSettings(visitor.Desk).Run(prefix, project, number, visitor.Stop);
        return await Tickets(visitor);
    }

    private static async Task<IResult> Names(ApiVisitor visitor)
    {
        var names = await new NamesPage(visitor.Desk).Run(visitor.Stop);
        return Results.Ok(new NamesJson(names.Own, [.. Nameable.All.Select(n => n.Key)]));
    }

    private static async Task<IResult> ChangeSomeNames(ApiVisitor visitor, [FromBody] JsonElement changes)
    {
        var given = Patch.Texts(changes).ToDictionary(n => n.Name, n => n.Text ?? "", StringComparer.Ordinal);
        var known = Nameable.All.SelectMany(n => Words.Language.Codes.Select(n.In)).ToHashSet(StringComparer.Ordinal);
        if (given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw Refusal.Invalid(unknown, "There is no such name: give one of “keys”, a dot, and a language, as in status.new.en.");
        }

        await new ChangeNames(visitor.Desk).Run(given, visitor.Stop);
        return await Names(visitor);
    }

    private static async Task<IResult> ResetNames(ApiVisitor visitor)
    {
        await new ChangeNames(visitor.Desk).Reset(visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Mail(ApiVisitor visitor) => Results.Ok(new ListJson<MailSettingJson>(
        [.. (await new BoxSettings(visitor.Desk).Run(visitor.Stop)).Select(s => new MailSettingJson(s.Name, s.Secret, s.Value, s.IsSet, s.Elsewhere))], null));

    private static async Task<IResult> ChangeMail(ApiVisitor visitor, [FromBody] JsonElement changes)
    {
        var given = Patch.Texts(changes).ToDictionary(s => s.Name, s => s.Text ?? "", StringComparer.Ordinal);
        var known = (await new BoxSettings(visitor.Desk).Run(visitor.Stop)).ToDictionary(s => s.Name, StringComparer.Ordinal);
        if (given.Keys.FirstOrDefault(name => !known.ContainsKey(name)) is { } unknown)
        {
            throw Refusal.Invalid(unknown, $"There is no such setting; there are {string.Join(", ", known.Keys)}.");
        }

        if (given.Keys.FirstOrDefault(name => known[name].Elsewhere) is { } spoken)
        {
            throw Refusal.Invalid(spoken, "config.ini or the environment says this; it is changed there.");
        }

        await new ChangeBoxSettings(visitor.Desk).Run(given, [.. given.Where(s => known[s.Key].Secret && s.Value.Length == 0).Select(s => s.Key)], visitor.Stop);
        return await Mail(visitor);
    }
}

/// <summary>What is to be otherwise; absent members stay as they are, null goes back to the usual prefix or to no project.</summary>
internal sealed record TicketSettingsPatch(string? Prefix, string? DefaultProject, int? NextNumber);

/// <param name="Fixed">Those of its members that config.ini or the environment says, and that cannot be changed here.</param>
internal sealed record TicketSettingsJson(string? Prefix, string? DefaultProject, int NextNumber, IReadOnlyList<string> Fixed)
{
    public static TicketSettingsJson Of(TicketSettingsView s) => new(
        s.Prefix.Value, s.DefaultProject.Value, s.NextNumber, [.. new[] { ("prefix", s.Prefix), ("default_project", s.DefaultProject) }.Where(m => m.Item2.Elsewhere).Select(m => m.Item1)]);
}

/// <param name="Own">By key and language, as in <c>status.new.en</c>, where the house says it its own way.</param>
/// <param name="Keys">What can be called otherwise.</param>
internal sealed record NamesJson(IReadOnlyDictionary<string, string> Own, IReadOnlyList<string> Keys);

/// <param name="Value">Of a secret nothing is said.</param>
/// <param name="Fixed">config.ini or the environment says it, and it cannot be changed here.</param>
internal sealed record MailSettingJson(string Name, bool Secret, string? Value, bool IsSet, bool Fixed);
