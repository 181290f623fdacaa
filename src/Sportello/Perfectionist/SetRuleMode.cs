using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>Says how a rule goes for a person or for everybody. Where config.ini says it, the file wins, and that is said.</summary>
public sealed class SetRuleMode(Desk desk)
{
    /// <param name="rule">The rule.</param>
    /// <param name="person">Whose: number, username or name of a contact; none = everybody's.</param>
    /// <param name="mode">How it goes; none = as usual again.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(string rule, string? person, Mode? mode, CancellationToken stop)
    {
        var check = Check.Called(rule);
        var contact = person is null ? Modes.Everybody : await desk.ContactKey(person, stop);
        if (contact == Modes.Everybody || contact != desk.Actor.ContactId)
        {
            Accounts.DemandRight(desk, "settings.change");
        }

        await Demand(check, person, mode, stop);
        await desk.Begin(stop);
        await (mode is { } given ? Set(check, contact, given, stop) : Forget(check, contact, stop));
        await desk.Save(stop);
    }

    private async Task Demand(Check check, string? person, Mode? mode, CancellationToken stop)
    {
        if (check is HouseRule && person is not null)
        {
            throw Refusal.Invalid("person", Said.Of("refusal.mode.house", ("rule", check.Id)));
        }

        if (mode == Mode.Fix && check.Proposes is null)
        {
            throw Refusal.Invalid("mode", Said.Of("refusal.mode.fix", ("rule", check.Id)));
        }

        var listed = person is null ? null : await People.Called(desk, person, stop);
        if (desk.House.Settings.Perfectionist.Modes.ContainsKey(check.Id) || listed?.Modes?.ContainsKey(check.Id) == true)
        {
            throw Refusal.Conflict(Said.Of("refusal.mode.file", ("rule", check.Id)));
        }
    }

    private Task Set(Check check, long contact, Mode mode, CancellationToken stop) => desk.Sql.Run(
        "insert into perfectionist_mode (rule, contact_id, mode) values (@rule, @contact, @mode) on conflict (rule, contact_id) do update set mode = excluded.mode",
        stop,
        ("@rule", check.Id),
        ("@contact", contact),
        ("@mode", mode));

    private Task Forget(Check check, long contact, CancellationToken stop) => desk.Sql.Run(
        "delete from perfectionist_mode where rule = @rule and contact_id = @contact", stop, ("@rule", check.Id), ("@contact", contact));
}
