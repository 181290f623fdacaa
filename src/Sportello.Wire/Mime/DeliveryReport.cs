namespace Sportello.Wire.Mime;

/// <summary>What became of a message for one addressee (RFC 3464 section 2.3).</summary>
/// <param name="FinalRecipient">The address delivery was tried to, without its type; empty if the report does not say.</param>
/// <param name="OriginalRecipient">The address the sender gave, or null.</param>
/// <param name="Action">failed, delayed, delivered, relayed or expanded, in lower case; empty if the report does not say.</param>
/// <param name="Status">The status code such as 5.1.1 (RFC 3463), or empty.</param>
/// <param name="Diagnostic">What the other server said, without its type; empty if nothing.</param>
public sealed record DeliveryStatus(string FinalRecipient, string? OriginalRecipient, string Action, string Status, string Diagnostic);

/// <summary>A report about the delivery of a message (RFC 3464; also the older forms of qmail and Exim).</summary>
/// <param name="ReportingMta">The server that reports, without its type; or null.</param>
/// <param name="Recipients">What is said of each addressee.</param>
/// <param name="OriginalMessageId">The id of the message reported on, without brackets, where it was returned with the report.</param>
/// <param name="OriginalEnvelopeId">The name that the sender gave the envelope (ENVID, RFC 3461), which comes back even where nothing of the message does; or null.</param>
public sealed record DeliveryReport(string? ReportingMta, IReadOnlyList<DeliveryStatus> Recipients, string? OriginalMessageId, string? OriginalEnvelopeId = null);
