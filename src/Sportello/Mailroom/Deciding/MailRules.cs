using Sportello.Data;
using Sportello.Directory;

namespace Sportello.Mailroom.Deciding;

/// <summary>What is always done with letters of an address.</summary>
/// <param name="Address">In lower case.</param>
/// <param name="Takes">True: its letters come in even where a machine sent them. False: they are refused.</param>
/// <param name="Who">Who decided so.</param>
/// <param name="At">When.</param>
public sealed record MailRule(string Address, bool Takes, string Who, DateTime At);

/// <summary>The rules that were kept, in order of their addresses.</summary>
public sealed class MailRules(Desk desk)
{
    public Task<List<MailRule>> Run(CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        return desk.Sql.List(
            "select address, takes, who, at from mail_rule order by address", r => new MailRule(r.GetString(0), r.GetBoolean(1), r.GetString(2), r.Time(3)), stop);
    }

    /// <summary>Whether letters of this address are always taken (true), always refused (false), or neither.</summary>
    internal static Task<bool?> Of(Desk desk, string address, CancellationToken stop) => desk.Sql.First(
        "select takes from mail_rule where address = @address", r => (bool?)r.GetBoolean(0), stop, ("@address", Spool.Storable.Text(ContactEmail.Normalize(address))));
}

/// <summary>Forgets a rule; letters of that address are judged like all others again.</summary>
public sealed class ForgetMailRule(Desk desk)
{
    public async Task Run(string address, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.change");
        await desk.Begin(stop);
        if (await desk.Sql.Run("delete from mail_rule where address = @address", stop, ("@address", ContactEmail.Normalize(address))) == 0)
        {
            throw Refusal.NotFound($"There is no rule for {address}.");
        }

        await desk.Save(stop);
    }
}
