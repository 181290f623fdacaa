using Sportello.CannedReplies;
using Sportello.Fields;
using Sportello.Targets;

namespace Sportello.Demo;

/// <summary>What an administrator has set up by now: replies for the usual questions, fields of a project, and answer times within office hours.</summary>
public sealed class FurnishDemo(House house)
{
    private const string Office = "09:00-13:00, 14:00-18:00";

    private static readonly CannedFields[] Replies =
    [
        new("Which version?", "Dear {{requester.name}},\n\nto find the cause of {{ticket.number}} we need the version that you use (Help, About) and a screenshot of the whole window.\n\nKind regards,\n{{my.name}}", Language: "en"),
        new("Solved in the next release", "Dear {{requester.name}},\n\nthe cause is found and mended; the next release of {{ticket.project}} brings it. We write again as soon as it is there.\n\nKind regards,\n{{my.name}}", Language: "en"),
        new("Quale versione?", "Gentile {{requester.name}},\n\nper trovare la causa di {{ticket.number}} ci servono la versione in uso (menu Aiuto, Informazioni) e una schermata dell'intera finestra.\n\nCordiali saluti,\n{{my.name}}", Language: "it"),
        new("Какая версия?", "Здравствуйте, {{requester.name}}!\n\nЧтобы разобраться с обращением {{ticket.number}}, нам нужны номер версии (меню «Справка», «О программе») и снимок всего окна.\n\nС уважением,\n{{my.name}}", Language: "ru"),
    ];

    private static readonly (string Project, FieldFields Field)[] Fields =
    [
        ("barilla sw1", new("Version", FieldKind.Text, ForCustomers: true, Position: 1)),
        ("barilla sw1", new("Plant", FieldKind.Choice, ForCustomers: true, Choices: ["Parma", "Foggia", "Cremona"], Position: 2)),
        ("barilla sw1", new("Seen on our machine", FieldKind.YesNo, Position: 3)),
    ];

    public async Task Run(CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("demo", stop);
        foreach (var reply in Replies)
        {
            await new AddCannedReply(desk).Run(reply, stop);
        }

        foreach (var (project, field) in Fields)
        {
            await new AddField(desk).Run(project, field, stop);
        }

        var calendar = await new AddCalendar(desk).Run(
            new("Office hours", house.Settings.Work.TimeZone.Id, ["", Office, Office, Office, Office, Office, ""], "01-01\n05-01\n12-25\n12-26"), stop);
        await new ChangePlan(desk).Run(
            null,
            calendar,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["urgent.answer"] = "1:00", ["urgent.solution"] = "8:00", ["high.answer"] = "2:00", ["high.solution"] = "24:00", ["normal.answer"] = "8:00", ["low.answer"] = "16:00",
            },
            stop);
    }
}
