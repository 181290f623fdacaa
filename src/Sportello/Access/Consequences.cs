namespace Sportello.Access;

/// <summary>Tickets that come into somebody's sight or leave it.</summary>
/// <param name="Tickets">How many.</param>
/// <param name="Projects">In how many projects.</param>
/// <param name="Named">The names of those projects, as far as whoever asks may see them; the first of them.</param>
public sealed record Stretch(int Tickets, int Projects, IReadOnlyList<string> Named)
{
    /// <summary>The keys of the projects.</summary>
    internal IReadOnlyList<long> Keys { get; init; } = [];
}

/// <summary>What a change of the access rules opens and closes for one person.</summary>
/// <param name="Name">Who.</param>
/// <param name="Opened">What they will see and do not see now.</param>
/// <param name="Closed">What they see now and will not.</param>
/// <param name="NotesOpened">Tickets whose internal notes they will see.</param>
/// <param name="NotesClosed">Tickets whose internal notes they will no longer see.</param>
/// <param name="Gained">Model permissions that they will hold.</param>
/// <param name="Lost">Model permissions that they will no longer hold.</param>
public sealed record Consequence(
    string Name, Stretch Opened, Stretch Closed, Stretch NotesOpened, Stretch NotesClosed, IReadOnlyList<string> Gained, IReadOnlyList<string> Lost)
{
    /// <summary>Whose it is: an account, or a contact.</summary>
    internal (bool User, long Id) Whose { get; init; }
}

/// <summary>What a change of the access rules does, before it is saved.</summary>
/// <param name="People">Everybody for whom anything changes, by name.</param>
/// <param name="Opened">Tickets that somebody will see who does not see them now.</param>
/// <param name="Closed">Tickets that somebody will no longer see.</param>
/// <param name="Seen">To be given back by whoever has seen this: a change is saved only when it does what was seen.</param>
/// <param name="Saved">Whether it was saved: it did what was seen, or changes nothing for anybody.</param>
public sealed record Consequences(IReadOnlyList<Consequence> People, int Opened, int Closed, string Seen, bool Saved)
{
    public int Gaining => People.Count(p => p.Opened.Projects > 0);

    public int Losing => People.Count(p => p.Closed.Projects > 0);
}
