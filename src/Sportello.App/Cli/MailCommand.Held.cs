using System.CommandLine;
using System.Globalization;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Held(CommonOptions common)
    {
        var json = AsJson();
        var command = new Command("held", "Lists the letters that wait for a person, the newest first, and decides on them")
        {
            json,
            MakeContact(common),
            AddTo(common),
            OpenFrom(common),
            Refuse(common),
            Always(common),
        };
        command.Runs((line, stop) => AtDesk(common, line, "mail held", async desk =>
        {
            var letters = await new LetterFiles(desk).Waiting(1000, stop);
            if (line.GetValue(json))
            {
                Json.Print(letters);
                return;
            }

            foreach (var letter in letters)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{letter.Id,6}  {letter.SentAt:yyyy-MM-dd}  {letter.Folder}  {letter.Sender}  “{letter.Subject}”: {letter.Reason}"));
            }
        }, stop));
        return command;
    }

    private static Command Rules(CommonOptions common)
    {
        var json = AsJson();
        var address = new Argument<string>("ADDRESS") { Description = "The sender's address" };
        var forget = new Command("forget", "Letters of this address are judged like all others again") { address };
        forget.Runs((line, stop) => AtDesk(common, line, "mail rules", desk => new ForgetMailRule(desk).Run(line.GetRequiredValue(address), stop), stop));
        var command = new Command("rules", "Lists what is always done with letters of an address") { json, forget };
        command.Runs((line, stop) => AtDesk(common, line, "mail rules", async desk =>
        {
            var rules = await new MailRules(desk).Run(stop);
            if (line.GetValue(json))
            {
                Json.Print(rules);
                return;
            }

            foreach (var rule in rules)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(rule.Takes ? "take  " : "refuse")}  {rule.Address}  ({rule.Who}, {rule.At:yyyy-MM-dd})"));
            }
        }, stop));
        return command;
    }

    private static Command MakeContact(CommonOptions common)
    {
        var id = LetterId();
        var organization = new Option<string>("--organization") { Description = "Whose contact the sender becomes", HelpName = "NAME", Required = true };
        var name = new Option<string?>("--name") { Description = "The contact's name (default: as the letter says it)", HelpName = "NAME" };
        var command = new Command("make-contact", "Makes a contact of the sender and takes in what waits of them") { id, organization, name };
        return Decides(common, command, id, (line, desk, letter, stop) => new MakeContactOfSender(desk).Run(letter, line.GetRequiredValue(organization), line.GetValue(name), stop));
    }

    private static Command AddTo(CommonOptions common)
    {
        var id = LetterId();
        var number = new Argument<int>("TICKET") { Description = "The ticket's number" };
        var command = new Command("add", "Puts the letter into a ticket") { id, number };
        return Decides(common, command, id, (line, desk, letter, stop) => new AddLetterToTicket(desk).Run(letter, line.GetValue(number), stop));
    }

    private static Command OpenFrom(CommonOptions common)
    {
        var id = LetterId();
        var project = new Option<string?>("--project") { Description = "Where (default: the only active project of the sender's organization)", HelpName = "NAME" };
        var kind = new Option<string?>("--kind") { Description = $"{Words.Name.Choices<TicketKind>()} (default: what the folder opens)", HelpName = "KIND" };
        var command = new Command("open", "Opens a ticket from the letter") { id, project, kind };
        return Decides(common, command, id, (line, desk, letter, stop) => new OpenTicketFromLetter(desk).Run(letter, line.GetValue(project), KindOf(line.GetValue(kind)), stop));
    }

    private static Command Refuse(CommonOptions common)
    {
        var id = LetterId();
        var command = new Command("refuse", "The letter waits no more; it stays where it is on the server") { id };
        command.Runs((line, stop) => AtDesk(common, line, "mail held", async desk =>
        {
            await new RefuseLetter(desk).Run(line.GetValue(id), stop);
            Console.Out.WriteLine("refused");
        }, stop));
        return command;
    }

    private static Command Always(CommonOptions common)
    {
        var id = LetterId();
        var what = new Argument<string>("WHAT") { Description = "take or refuse" };
        what.AcceptOnlyFromAmong("take", "refuse");
        var command = new Command("always", "Takes or refuses all letters of this sender's address from now on, and those that wait") { id, what };
        command.Runs((line, stop) => AtDesk(common, line, "mail held", async desk =>
        {
            var count = await new AlwaysForAddress(desk).Run(line.GetValue(id), line.GetRequiredValue(what) is "take", stop);
            Console.Out.WriteLine($"letters decided on: {count}");
        }, stop));
        return command;
    }

    private static Command Decides(CommonOptions common, Command command, Argument<long> id, Func<ParseResult, Desk, long, CancellationToken, Task<Decided>> decide)
    {
        command.Runs((line, stop) => AtDesk(common, line, "mail held", async desk =>
        {
            var decided = await decide(line, desk, line.GetValue(id), stop);
            var ticket = decided.Ticket is { } number ? string.Create(CultureInfo.InvariantCulture, $" {number}") : "";
            Console.Out.WriteLine($"{decided.Outcome}{ticket}{(decided.Reason is { } reason ? $": {reason}" : "")}");
        }, stop));
        return command;
    }

    private static TicketKind? KindOf(string? text) => text is null ? null
        : Words.Name.TryRead<TicketKind>(text, out var kind) ? kind
        : throw Refusal.Invalid("kind", $"--kind: “{text}” is no kind; there are {Words.Name.Choices<TicketKind>()}.");

    private static Argument<long> LetterId() => new("ID") { Description = "The letter's number, as mail held lists it" };

    private static Option<bool> AsJson() => new("--json") { Description = "Everything, as one JSON document" };

    private static async Task<int> AtDesk(CommonOptions common, ParseResult line, string program, Func<Desk, Task> use, CancellationToken stop)
    {
        await using var house = await common.OpenHouse(line, stop);
        await using var desk = await house.DeskOfProgram(program, stop);
        await use(desk);
        return ExitCode.Done;
    }
}
