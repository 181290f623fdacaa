using Sportello.Words;

namespace Sportello.Mailroom.Reading;

/// <summary>What kind of letter it is. Stored.</summary>
public enum Verdict
{
    /// <summary>A person wrote it.</summary>
    Person = 1,

    /// <summary>It came from us.</summary>
    Own = 2,

    /// <summary>A machine sent it.</summary>
    Automatic = 3,

    /// <summary>A person is away, and a machine says so.</summary>
    OutOfOffice = 4,

    /// <summary>A mail server reports about another letter.</summary>
    Bounce = 5,

    /// <summary>It was sent to a list.</summary>
    List = 6,
}

/// <summary>The verdict and the sign that led to it.</summary>
public sealed record Classified(Verdict Verdict, Said Because)
{
    internal Said Said => Said.Of("trace.classified", ("verdict", Said.Of($"verdict.{Name.Of(Verdict)}")), ("because", Because));

    /// <summary>Such a letter opens no ticket and gets no answer.</summary>
    public bool IsAutomatic => Verdict != Verdict.Person;
}
