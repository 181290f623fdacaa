namespace Sportello.App.Web.Shared;

/// <summary>Addresses of pages whose state stands in the URL.</summary>
internal static class Address
{
    /// <summary>What has no value is left out.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> state)
    {
        var parts = string.Join('&', state.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return parts.Length == 0 ? path : $"{path}?{parts}";
    }
}
