namespace Sportello.Wire.Mime.Writing;

/// <summary>What a letter comes to when written.</summary>
/// <param name="Octets">Its length in octets, line ends as CRLF (the SIZE of RFC 1870).</param>
/// <param name="EightBit">True when it holds octets above 127 in its body, so that the server must offer 8BITMIME.</param>
/// <param name="SmtpUtf8">True when its addresses need SMTPUTF8.</param>
public readonly record struct LetterMeasure(long Octets, bool EightBit, bool SmtpUtf8);
