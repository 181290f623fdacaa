namespace Sportello.Wire.Mime;

/// <summary>Somebody's address (RFC 5322 section 3.4).</summary>
/// <param name="Name">The name beside the address, decoded; empty if there is none.</param>
/// <param name="Address">The address as written, without brackets; empty if only a name was given.</param>
public sealed record MailAddress(string Name, string Address)
{
    /// <summary>Reads the addresses of a field's value, as loosely as they are written; groups are flattened.</summary>
    public static IReadOnlyList<MailAddress> ParseList(string value) => AddressParser.Parse(value);

    /// <inheritdoc />
    public override string ToString() => Name.Length == 0 ? Address : $"{Name} <{Address}>";
}
