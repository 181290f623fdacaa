using System.Globalization;
using System.Text;
using System.Text.Json;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Portable;
using Sportello.Settings;

namespace Sportello.Bench;

/// <summary>A house with so many tickets in twenty projects, made through the importer, the same every time.</summary>
internal static class DeskData
{
    public const string Manager = "sandro";
    public const string Password = "a good sentence";
    public const string Project = "barilla sw1";

    private const int Projects = 20;
    private const int Managed = 12;

    private static readonly string[] Ours = [Manager, "luca", "daniele", "marco"];
    private static readonly string[] Customers = ["francesca", "giorgia", "martina", "daniela", "giovanna", "luisa", "chiara", "elena"];
    private static readonly string[] Kinds = ["bug", "consultation", "enhancement"];

    // What customers of a seller of software write about: the first words in every tenth sentence, the last in one of thousands.
    private static readonly string[] Vocabulary = (
        "order print page line program invoice error report customer window list button date price total save open close search stock " +
        "label printer server backup network password login user account export import table column filter screen mail address contract " +
        "delivery warehouse barcode scanner driver update version install licence key certificate signature tax payment bank transfer " +
        "currency discount return supplier catalogue product article quantity unit weight package pallet shipment courier tracking route " +
        "calendar appointment reminder holiday shift payroll salary expense budget forecast chart dashboard query timeout deadlock memory " +
        "crash freeze restart upgrade rollback migration restore archive folder permission role group audit session cookie browser font " +
        "margin header footer preview template translation accent encoding keyboard shortcut mouse touch tablet phone camera attachment " +
        "scale drawer receipt terminal voucher gift loyalty coupon season allergen recipe batch expiry recall inspection laboratory").Split(' ');

    private static readonly string[] Open = ["new", "accepted", "under-review", "tasks-issued", "returned"];

    public static HouseSettings Settings(string folder, string? postgres) => new()
    {
        DataFolder = folder,
        Database = postgres is null ? new(DatabaseProvider.Sqlite, Path.Combine(folder, "sportello.db"), "") : new(DatabaseProvider.PostgreSql, "", postgres),
        Work = new WorkSettings { TimeZone = TimeZoneInfo.Utc },
    };

    /// <returns>A token of the manager, for the API.</returns>
    public static async Task<string> Make(HouseSettings settings, int tickets)
    {
        await using var house = await House.Open(settings, TimeProvider.System, default);
        await using (var desk = await house.DeskOfProgram("import", default))
        {
            if (await new FirstStart(house).IsNeeded(default))
            {
                var file = Path.Combine(settings.DataFolder, "made.ndjson");
                await Write(file, tickets);
                var report = await new ImportFile(desk).Run(file, dryRun: false, null, default);
                File.Delete(file);
                if (report.FaultCount > 0)
                {
                    throw new InvalidOperationException(report.Faults[0].ToString());
                }
            }
        }

        await using var issuing = await house.DeskOfProgram("bench", default);
        return await new IssueToken(issuing).Run(Manager, "bench", null, default);
    }

    private static async Task Write(string path, int tickets)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        Line(file, new { type = "group", name = "ticket user", permissions = new[] { "ticket.view", "ticket.add", "ticket.change", "comment.add", "comment.internal", "workitem.view" } });
        foreach (var name in Ours.Concat(Customers))
        {
            Line(file, new { type = "user", username = name, groups = new[] { "ticket user" }, password = name is Manager ? Password : null });
        }

        Line(file, new { type = "organization", name = "vittorino srl", category = "com", contacts = Ours });
        Line(file, new { type = "organization", name = "barilla", category = "cus", contacts = Customers });
        for (var i = 1; i <= Projects; i++)
        {
            Line(file, new { type = "project", name = NameOf(i), organization = "barilla", managers = new[] { i <= Managed ? Manager : "marco" }, staff = new[] { "luca", "daniele" }, customers = Customers });
        }

        var random = new Random(tickets);
        var opened = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-730);
        var step = TimeSpan.FromDays(729) / tickets;
        for (var i = 0; i < tickets; i++)
        {
            Line(file, Ticket(random, 10_000 + i, opened += step, i > tickets * 0.9));
        }
    }

    private static object Ticket(Random random, int number, DateTime opened, bool recent)
    {
        var open = random.NextDouble() < (recent ? 0.6 : 0.05);
        var requester = Customers[random.Next(Customers.Length)];
        var at = opened;
        var comments = Enumerable.Range(0, random.Next(1, 6)).Select(i => new
        {
            author = i % 2 == 0 ? requester : Ours[random.Next(Ours.Length)],
            at = Time(at += TimeSpan.FromMinutes(random.Next(5, 600))),
            @internal = i % 4 == 3,
            body = string.Join('\n', Enumerable.Range(0, random.Next(2, 6)).Select(_ => $"The {Words(random, 4)} is wrong when the {Words(random, 3)} stands before it, and not on {Words(random, 2)}.")),
        }).ToArray();
        return new
        {
            type = "ticket",
            number,
            project = NameOf(random.Next(1, Projects + 1)),
            kind = Kinds[random.Next(Kinds.Length)],
            status = open ? Open[random.Next(Open.Length)] : "closed",
            priority = random.Next(8) == 0 ? "high" : "normal",
            subject = string.Create(CultureInfo.InvariantCulture, $"{Words(random, random.Next(3, 7))}, case {number}"),
            requester,
            assignee = random.Next(4) == 0 ? null : Ours[random.Next(Ours.Length)],
            opened = Time(opened),
            comments,
        };
    }

    public static string Words(Random random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => Vocabulary[(int)(Vocabulary.Length * Math.Pow(random.NextDouble(), 3))]));

    private static string NameOf(int project) => string.Create(CultureInfo.InvariantCulture, $"barilla sw{project}");

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Line(StreamWriter file, object what) => file.WriteLine(JsonSerializer.Serialize(what));
}
