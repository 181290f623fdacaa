namespace Sportello.Wire.Mime;

/// <summary>What an addressee's mail program tells about a message that arrived (RFC 8098). Nobody vouches for it, and silence means nothing.</summary>
/// <param name="FinalRecipient">The address for which it tells, without its type; empty if the receipt does not say (section 3.2.4).</param>
/// <param name="OriginalRecipient">The address the sender gave, or null (section 3.2.3).</param>
/// <param name="OriginalMessageId">The id of the message told of, without brackets, from the receipt or else from the message returned with it; or null (section 3.2.5).</param>
/// <param name="Disposition">What was done with the message.</param>
public sealed record ReadReceipt(string FinalRecipient, string? OriginalRecipient, string? OriginalMessageId, ReadDisposition Disposition);

/// <summary>What was done with a message at its addressee's (RFC 8098 section 3.2.6). Words are in lower case; what the receipt does not say is empty.</summary>
/// <param name="Type">displayed, deleted, dispatched or processed; with older programs also denied or failed.</param>
/// <param name="Mode">manual if a person did it, automatic if a program did.</param>
/// <param name="SendingMode">manual if a person let the receipt be sent, automatic if a program sent it unasked.</param>
/// <param name="Modifier">What stands after the type, such as error.</param>
public sealed record ReadDisposition(string Type, string Mode, string SendingMode, string Modifier);
