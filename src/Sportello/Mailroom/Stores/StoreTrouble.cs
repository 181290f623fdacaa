using System.Net.Sockets;
using Sportello.Wire.Transport;

namespace Sportello.Mailroom.Stores;

/// <summary>The store does not do what it is asked; a sentence for whoever reads the log.</summary>
internal sealed class StoreRefusedException(string message) : Exception(message);

internal static class StoreTrouble
{
    /// <summary>Whether the store is to blame and not we.</summary>
    public static bool Is(Exception e) =>
        e is StoreRefusedException or CommandRefusedException or ConversationBrokenException or SocketException or IOException or UnauthorizedAccessException;

    /// <summary>Whether the conversation is over: nothing more can be asked on it.</summary>
    public static bool IsBroken(Exception e) => e is ConversationBrokenException or SocketException or IOException or AuthenticationFailedException;
}
