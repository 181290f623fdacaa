using System.CommandLine;

namespace Sportello.App.Cli;

/// <summary>The mailroom's commands; each in a file of its own.</summary>
internal static partial class MailCommand
{
    public static Command Build(CommonOptions common) => new("mail", "Takes letters in, sends what goes out, and shows what became of them")
    {
        Show(common),
        Folders(common),
        Journal(common),
        Send(common),
        Deliver(common),
        Held(common),
        Rules(common),
        Boxes(common),
        Replay(common),
        Reconcile(common),
        Trace(common),
    };
}
