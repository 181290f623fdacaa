using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.History;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.CannedReplies;

public sealed class AddCannedReply(Desk desk)
{
    /// <returns>Its number.</returns>
    public async Task<long> Run(CannedFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var clean = CannedCheck.Clean(what);
        var reply = new CannedReply(clean, await CannedCheck.ProjectOf(desk, clean.Project, stop), desk.Stamp);
        desk.Db.Add(reply);
        await desk.SaveSettings(stop);
        return reply.Id;
    }
}

public sealed class ChangeCannedReply(Desk desk)
{
    /// <param name="id">Its number.</param>
    /// <param name="seen">The version that the writer saw.</param>
    /// <param name="what">All of it, as it is to be.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(long id, int seen, CannedFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var reply = await CannedCheck.Get(desk, id, stop);
        SeenEntry.Demand(reply, seen);
        var clean = CannedCheck.Clean(what);
        var before = reply.ProjectId is { } was ? await desk.Sql.First("select name from project where id = @id", r => r.GetString(0), stop, ("@id", was)) : null;
        reply.Change(clean, await CannedCheck.ProjectOf(desk, clean.Project, stop), before, desk.Stamp);
        await desk.SaveSettings(stop);
    }
}

/// <summary>Takes one away. What was sent with it stays sent, and its history stays.</summary>
public sealed class DeleteCannedReply(Desk desk)
{
    /// <returns>What it was called.</returns>
    public async Task<string> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var reply = await CannedCheck.Get(desk, id, stop);
        desk.Db.Remove(reply);
        await desk.Remember(Subject.CannedReply, id, "deleted", reply.Name, null, stop);
        await desk.SaveSettings(stop);
        return reply.Name;
    }
}

internal static class CannedCheck
{
    public static async Task<CannedReply> Get(Desk desk, long id, CancellationToken stop) =>
        await desk.Db.CannedReplies.SingleOrDefaultAsync(c => c.Id == id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.canned.number", ("id", id)));

    public static CannedFields Clean(CannedFields what)
    {
        var body = what.Body.ReplaceLineEndings("\n").Trim();
        if (body.Length is 0 or > CannedReply.BodyLength)
        {
            throw Refusal.Invalid("body", Said.Of("refusal.canned.body", ("n", CannedReply.BodyLength)));
        }

        Variables.Demand(body);
        return new(
            OrganizationName.Clean(what.Name, CannedReply.NameLength),
            body,
            string.IsNullOrEmpty(what.Project) ? null : what.Project,
            string.IsNullOrEmpty(what.Language) ? null : Language.Codes.Contains(what.Language) ? what.Language : throw Refusal.Invalid("language", Said.Of("refusal.language")));
    }

    public static async Task<long?> ProjectOf(Desk desk, string? name, CancellationToken stop) => name is null
        ? null
        : await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name))
            ?? throw Refusal.Invalid("project", Said.Of("refusal.project", ("name", name)));
}
