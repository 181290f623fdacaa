namespace Sportello.Directory.OpenId;

/// <summary>What the provider said cannot be believed, or it said nothing. The sentence is for the log.</summary>
internal sealed class OpenIdFault(string message, Exception? inner = null) : Exception(message, inner);
