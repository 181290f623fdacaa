namespace Sportello.Wire.Transport;

/// <summary>The server refused one command; the conversation goes on and the next command may be sent.</summary>
public class CommandRefusedException : Exception
{
    /// <summary>Creates the exception from a sentence for a person.</summary>
    public CommandRefusedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The conversation cannot go on: the line dropped, time ran out, or the server said what no client can follow. Connect again.</summary>
public class ConversationBrokenException : Exception
{
    /// <summary>Creates the exception from a sentence for a person.</summary>
    public ConversationBrokenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The server did not accept the name and the secret, or could not prove that it knows the secret, or no common mechanism is safe here.</summary>
public sealed class AuthenticationFailedException : CommandRefusedException
{
    /// <summary>Creates the exception from a sentence for a person.</summary>
    public AuthenticationFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The server's certificate does not meet the <see cref="CertificatePolicy"/>; the message says why.</summary>
public sealed class CertificateNotTrustedException : ConversationBrokenException
{
    /// <summary>Creates the exception from a sentence for a person.</summary>
    public CertificateNotTrustedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
