using Sportello.Words;

namespace Sportello;

/// <summary>Why a request was turned down; each door translates it once (status, exit code, letter).</summary>
public enum RefusalReason
{
    NotFound,
    Denied,
    Invalid,
    Conflict,
}

/// <summary>A request that the house turns down, with a sentence for the person who made it. Any other exception is a bug.</summary>
public sealed class Refusal : Exception
{
    public Refusal()
        : this(RefusalReason.Invalid, "This cannot be done.")
    {
    }

    public Refusal(string message)
        : this(RefusalReason.Invalid, message)
    {
    }

    public Refusal(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public Refusal(RefusalReason reason, string message, string? field = null)
        : base(message)
    {
        Reason = reason;
        Field = field;
    }

    /// <param name="reason">Why.</param>
    /// <param name="words">The sentence, before it is said in somebody's language.</param>
    /// <param name="field">The field it is about, if it is about one.</param>
    public Refusal(RefusalReason reason, Said words, string? field = null)
        : this(reason, words.ToString(), field) => Words = words;

    public RefusalReason Reason { get; } = RefusalReason.Invalid;

    /// <summary>The field of the form or member of the JSON that the sentence is about, if it is about one.</summary>
    public string? Field { get; }

    /// <summary>The sentence where it can be said in other languages than English, which the message holds.</summary>
    public Said? Words { get; }

    /// <summary>The sentence for its reader; in English where there are no words for it.</summary>
    public string In(Language language) => Words?.In(language) ?? Message;

    public static Refusal NotFound(string what) => new(RefusalReason.NotFound, what);

    public static Refusal NotFound(Said what) => new(RefusalReason.NotFound, what);

    public static Refusal Denied(string why) => new(RefusalReason.Denied, why);

    public static Refusal Denied(Said why) => new(RefusalReason.Denied, why);

    public static Refusal Invalid(string field, Said what) => new(RefusalReason.Invalid, what, field);

    public static Refusal Invalid(string field, string what) => new(RefusalReason.Invalid, what, field);

    public static Refusal Conflict(Said what) => new(RefusalReason.Conflict, what);

    public static Refusal Conflict(string what) => new(RefusalReason.Conflict, what);
}
