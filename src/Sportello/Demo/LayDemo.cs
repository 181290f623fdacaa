using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.Demo;

/// <summary>What a demo holds before the programs run.</summary>
public sealed record DemoHoldings(int Organizations, int People, int Projects, int Tickets, int OpenTickets, int Comments, int WorkItems);

/// <summary>Fills an empty house with the worked example and two years of tickets that end today. All of it is one transaction.</summary>
public sealed class LayDemo(House house)
{
    private const int Tickets = 252;
    private const int Seed = 20130630;

    public async Task<DemoHoldings> Run(CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("demo", stop);
        await desk.Begin(stop);
        await DemoMark.Set(desk, stop);
        var ticketUsers = await desk.Db.Groups.Include(g => g.Permissions).SingleAsync(g => g.Name == Permission.TicketUsers, stop);
        var cast = await Cast.Assemble(desk, ticketUsers, stop);
        var dice = new Dice(Seed);
        var hours = new OfficeHours(house.Settings.Work.TimeZone);
        var work = new WorkBook(cast, hours, dice, desk.Now);
        var tickets = await Tell(desk, Scenes(desk, cast, hours, dice), work, hours, dice, stop);
        var keys = await NewTicketRows.Insert(desk.Sql, tickets, stop);
        work.AddOwn();
        var items = await work.Write(desk, tickets.Zip(keys).ToDictionary(x => x.First, x => x.Second), stop);
        await desk.Save(stop);
        return new(cast.Organizations, cast.People, cast.Projects.Count, tickets.Count, tickets.Count(t => t.Open), tickets.Sum(t => t.CommentCount), items);
    }

    private static List<Scene> Scenes(Desk desk, Cast cast, OfficeHours hours, Dice dice)
    {
        var releases = new Releases(desk.Today);
        var openings = new Openings(desk.Today, releases, hours, dice).Draw(Tickets, desk.Now);
        return new Playbill(cast, releases, hours, dice).Make(openings, desk.Now);
    }

    private static async Task<List<Ticket>> Tell(Desk desk, List<Scene> scenes, WorkBook work, OfficeHours hours, Dice dice, CancellationToken stop)
    {
        var tickets = new List<Ticket>();
        foreach (var scene in scenes)
        {
            tickets.Add(new Telling(scene, work, hours, dice, desk.Now).Tell(await desk.NextNumber("ticket", stop)));
        }

        return tickets;
    }
}
