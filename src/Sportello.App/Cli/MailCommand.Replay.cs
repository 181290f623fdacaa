using System.CommandLine;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Replaying;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private const int LongestShown = 200;

    private static Command Replay(CommonOptions common)
    {
        var id = LetterId();
        var accept = new Option<bool>("--accept") { Description = "Take over what is read otherwise today" };
        var json = AsJson();
        var command = new Command("replay", "Reads a stored letter again with today's parser and rules, and says what would be otherwise") { id, accept, json };
        command.Runs((line, stop) => AtDesk(common, line, "mail replay", async desk =>
        {
            var letter = line.GetValue(id);
            var replay = line.GetValue(accept) ? await new AcceptReplay(desk).Run(letter, stop) : await new ReplayLetter(desk).Run(letter, stop);
            if (line.GetValue(json))
            {
                Json.Print(replay);
                return;
            }

            foreach (var difference in replay.Differences)
            {
                Field(difference.What, $"{Shown(difference.Was)} → {Shown(difference.Now)}");
            }

            Console.Out.WriteLine(replay.Differences.Count == 0 ? "Nothing would be otherwise today." : replay.Accepted ? "Taken over." : "Nothing was changed; --accept takes it over.");
        }, stop));
        return command;
    }

    private static Command Boxes(CommonOptions common)
    {
        var json = AsJson();
        var command = new Command("boxes", "Says how each folder fares: the last look into it, its result, and why it failed") { json };
        command.Runs((line, stop) => AtDesk(common, line, "mail boxes", async desk =>
        {
            var boxes = await new MailBoxes(desk).Run(stop);
            if (line.GetValue(json))
            {
                Json.Print(boxes);
                return;
            }

            foreach (var box in boxes)
            {
                var state = box.Error is { } error ? $"failing since {box.FailingSince:yyyy-MM-dd HH:mm} ({box.Failures}): {error}"
                    : box.SilentSince is { } silent ? $"silent since {silent:yyyy-MM-dd HH:mm}"
                    : "well";
                Console.Out.WriteLine($"{box.Program}  {box.Folder}  {box.LookedAt:yyyy-MM-dd HH:mm} UTC  held {box.Held}, failed {box.Failed}  {state}");
            }
        }, stop));
        return command;
    }

    private static string Shown(string text)
    {
        text = text.ReplaceLineEndings(" ⏎ ");
        return text.Length == 0 ? "nothing" : text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
    }
}
