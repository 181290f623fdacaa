using System.CommandLine;
using System.Text;
using Sportello.Directory;

namespace Sportello.App.Cli;

/// <summary><c>user add</c>, <c>password</c>, <c>token</c> and <c>disable</c>.</summary>
internal static class UserCommand
{
    public static Command Build(CommonOptions common) => new("user", "Accounts that sign in")
    {
        Add(common),
        Password(common),
        Token(common),
        Disable(common),
    };

    private static Argument<string> Name() => new("NAME") { Description = "The user name" };

    private static Option<bool> FromStdin() => new("--password-stdin") { Description = "Read the password from standard input instead of asking for it" };

    private static Command Add(CommonOptions common)
    {
        var name = Name();
        var superuser = new Option<bool>("--superuser") { Description = "May do everything" };
        var staff = new Option<bool>("--staff") { Description = "One of our own people" };
        var stdin = FromStdin();
        var contact = new Option<string?>("--contact") { HelpName = "C", Description = "The contact whose account this is: its name or number" };
        var group = new Option<string[]>("--group") { HelpName = "G", Description = "A group to join; can be given several times (default: ticket user)", DefaultValueFactory = _ => [] };
        var command = new Command("add", "Adds an account") { name, superuser, staff, stdin, contact, group };
        command.Runs(async (line, stop) =>
        {
            var username = line.GetRequiredValue(name);
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("user", stop);
            await new AddUser(desk).Run(
                new NewUser(
                    username, await AskPassword(username, line.GetValue(stdin), needed: false, stop), line.GetValue(superuser), line.GetValue(staff), line.GetValue(contact), line.GetRequiredValue(group) is { Length: > 0 } groups ? groups : null),
                stop);
            await Console.Error.WriteLineAsync($"{username} was added.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Password(CommonOptions common)
    {
        var (name, stdin) = (Name(), FromStdin());
        var command = new Command("password", "Sets the password of an account; whoever is signed in as it is signed out") { name, stdin };
        command.Runs(async (line, stop) =>
        {
            var username = line.GetRequiredValue(name);
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("user", stop);
            await new SetPassword(desk).Run(username, (await AskPassword(username, line.GetValue(stdin), needed: true, stop))!, stop);
            await Console.Error.WriteLineAsync($"The password of {username} was set.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Token(CommonOptions common)
    {
        var name = Name();
        var label = new Option<string>("--name") { HelpName = "LABEL", Description = "What the token is for", DefaultValueFactory = _ => "command line" };
        var days = new Option<int?>("--days") { HelpName = "N", Description = "It ends after so many days (default: it does not end)" };
        var command = new Command("token", "Prints a new token for the API; it is shown this once") { name, label, days };
        command.Validators.Add(line =>
        {
            if (line.GetValue(days) is < 1 or > 36500)
            {
                line.AddError("--days needs a whole number from 1 to 36500.");
            }
        });
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("user", stop);
            DateTime? expires = line.GetValue(days) is { } n ? house.Now.AddDays(n) : null;
            Console.Out.WriteLine(await new IssueToken(desk).Run(line.GetRequiredValue(name), line.GetRequiredValue(label), expires, stop));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Disable(CommonOptions common)
    {
        var name = Name();
        var command = new Command("disable", "Locks an account out; what it has written stays") { name };
        command.Runs(async (line, stop) =>
        {
            var username = line.GetRequiredValue(name);
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("user", stop);
            var changed = await new DisableUser(desk).Run(username, stop);
            await Console.Error.WriteLineAsync(changed ? $"{username} is disabled." : $"{username} was disabled already.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>On a terminal it is asked for twice and not shown; an empty answer is no password, where that is allowed.</summary>
    private static async Task<string?> AskPassword(string username, bool fromStdin, bool needed, CancellationToken stop)
    {
        if (fromStdin)
        {
            return await Console.In.ReadLineAsync(stop) is { Length: > 0 } line ? line : throw Refusal.Invalid("password", "Standard input held no password: one line is needed.");
        }

        if (Console.IsInputRedirected)
        {
            return needed ? throw Refusal.Invalid("password", "There is no terminal to ask for the password on; give --password-stdin.") : null;
        }

        var password = Ask($"Password for {username}{(needed ? "" : " (empty for none)")}: ");
        if (password.Length == 0 && !needed)
        {
            return null;
        }

        return string.Equals(password, Ask("The same again: "), StringComparison.Ordinal) ? password : throw Refusal.Invalid("password", "The two passwords differ; nothing was changed.");
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
