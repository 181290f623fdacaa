using Sportello.Testing;

namespace Sportello.Wire.Tests.Mime;

/// <summary>Where letters to read lie.</summary>
internal static class Repository
{
    public static string Letters => Path.Combine(Checkout.Root, "tests", "Sportello.Wire.Tests", "Mime", "Letters");

    /// <summary>Mail of others, beside the checkout where there is some.</summary>
    public static string SharedMail => Path.GetFullPath(Path.Combine(Checkout.Root, "..", "shared", "mail"));
}
