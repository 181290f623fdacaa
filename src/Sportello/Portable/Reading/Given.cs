namespace Sportello.Portable.Reading;

/// <summary>A member that an object may leave out: what is left out stays as it is, or gets the usual value when the thing is new.</summary>
internal readonly record struct Given<T>(bool Is, T Value)
{
    public T Or(T usual) => Is ? Value : usual;
}

/// <summary>How an object names a person: by username or name, or by number.</summary>
internal readonly record struct PersonRef(string Member, string Text, long? Number);
