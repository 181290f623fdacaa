using Sportello.Perfectionist;
using Sportello.Words;

namespace Sportello.App.Api.Perfectionist;

/// <param name="Until">The first day on which it is said again.</param>
internal sealed record FindingToSnooze(string? Until, string? Reason);

internal sealed record FindingToDismiss(string? Reason);

/// <param name="Mode">Off, report or fix; null = as usual again.</param>
/// <param name="Person">Whose: number, user name or name of a contact; absent = everybody's.</param>
internal sealed record ModeToSet(string? Mode, string? Person);

/// <param name="Fix">The number to undo it by; null when the rule changes nothing and was only found right.</param>
/// <param name="Field">Of the ticket: <c>status</c> or <c>assignee</c>.</param>
internal sealed record AppliedJson(long? Fix, string? Field, string? From, string? To);

/// <param name="Thing">The number by which it is applied, snoozed or dismissed.</param>
/// <param name="Because">What made it a finding, in words.</param>
internal sealed record FoundItemJson(string About, long Thing, string Name, string? Status, string? Because);

internal sealed record SnoozedJson(long Thing, DateOnly Until, string Reason, string Who);

/// <param name="Proposes">What applying a finding would change: <c>status</c> or <c>assignee</c>; null when it would only be kept that the rule was right.</param>
/// <param name="Count">How many it found; <c>items</c> are the first of them.</param>
internal sealed record RuleFindingsJson(
    string Rule, string Title, string Sentence, string Mode, string Source, string? Proposes, int Count, IReadOnlyList<FoundItemJson> Items, IReadOnlyList<SnoozedJson> Snoozed)
{
    public static RuleFindingsJson Of(RuleFindings r) => new(
        r.Rule, r.Title, r.Sentence, Name.Of(r.Mode), Name.Of(r.Source), r.Proposes?.Field, r.Count,
        [.. r.Items.Select(i => new FoundItemJson(Name.Of(i.About), i.Thing, i.Name, i.Status is { } status ? Name.Of(status) : null, i.Because))],
        [.. r.Snoozed.Select(s => new SnoozedJson(s.Thing, s.Until, s.Reason, s.Who))]);
}

/// <param name="Contact">Whose they are; null for the house.</param>
internal sealed record FindingsJson(long? Contact, string? Name, IReadOnlyList<RuleFindingsJson> Rules)
{
    public static FindingsJson Of(FindingsOf f) => new(f.ContactId, f.ContactId is null ? null : f.Contact, [.. f.Rules.Select(RuleFindingsJson.Of)]);
}

internal sealed record FixJson(
    long Id, DateTime At, string Rule, string Contact, int Ticket, string Subject, string Field, string From, string? To, string Who, DateTime? Undone, string? UndoneBy)
{
    public static FixJson Of(FixRow f) => new(f.Id, f.At, f.Rule, f.Contact, f.Ticket, f.Subject, f.Field, f.From, f.To, f.Who, f.UndoneAt, f.UndoneBy);
}

/// <param name="Source">Who decided how it goes.</param>
/// <param name="Otherwise">How it would go if nobody had said so at this place.</param>
/// <param name="Right">How often it was right.</param>
/// <param name="Wrong">How often it was wrong: dismissed, or taken back.</param>
internal sealed record RuleJson(string Rule, string Title, string About, string? Proposes, string Mode, string Source, string Otherwise, long Right, long Wrong)
{
    public static RuleJson Of(RuleRow r) => new(r.Rule, r.Title, Name.Of(r.About), r.Proposes?.Field, Name.Of(r.Mode), Name.Of(r.Source), Name.Of(r.Otherwise), r.Right, r.Wrong);
}
