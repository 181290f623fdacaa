using Sportello.Messaging;

namespace Sportello.Leaders;

/// <summary>What <c>leaders</c> answers; the JSON of programs.md has the same members.</summary>
public sealed record LeadersAnswer(
    Period Period,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<LeaderLine> People,
    IReadOnlyList<string> Leaders,
    IReadOnlyList<LeaderMessage> Messages);

/// <summary>One person of the board.</summary>
public sealed record LeaderLine(string Contact, int Total, int Consultations, int Bugs, int Enhancements, int Place, bool Leader);

public sealed record LeaderMessage(string Contact, Channel Channel, string? Address, string Text);
