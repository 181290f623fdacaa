using Sportello.Settings;

namespace Sportello.Mailroom.Reading;

/// <summary>How our own letters are known: by the addresses we write from, and by the ids we gave them.</summary>
internal sealed class OwnMail(IEnumerable<string> addresses, Func<string, bool> wrote)
{
    private readonly HashSet<string> _addresses = new(addresses.Where(a => a.Contains('@', StringComparison.Ordinal)), StringComparer.OrdinalIgnoreCase);

    public bool IsAddress(string address) => _addresses.Contains(address.Trim());

    public bool Wrote(string messageId) => wrote(messageId);

    public static OwnMail Of(HouseSettings settings, Func<string, bool> wrote) => new(Addresses(settings), wrote);

    private static IEnumerable<string> Addresses(HouseSettings settings)
    {
        if (settings.Smtp is { } smtp)
        {
            yield return Wire.Mime.MailAddress.ParseList(smtp.From) is [var from, ..] ? from.Address : smtp.From;
        }
    }
}
