using System.Globalization;
using Sportello.Jobs;
using Sportello.Messaging;
using Sportello.Words;

namespace Sportello.Mailroom.Boxes;

/// <summary>
/// Tells the owner of a folder and the administrators by Slack or Jabber, since mail is what is broken.
/// Each trouble has a key, so it is told once, however often it is met.
/// </summary>
internal sealed class BoxNews(Desk desk, string program, BoxPlace place)
{
    public Task<bool> Failing(DateTime since, string error, CancellationToken stop) =>
        Tell("failing", since, (language, at) => language.Say("box.failing", ("folder", place.Folder), ("since", at(since)), ("error", error)), stop);

    public Task<bool> WellAgain(DateTime since, CancellationToken stop) =>
        Tell("well", since, (language, at) => language.Say("box.well", ("folder", place.Folder), ("since", at(since))), stop);

    public Task<bool> Silent(Silence silence, CancellationToken stop) => Tell(
        "silent",
        silence.Since,
        (language, at) => language.Say("box.silent", ("folder", place.Folder), ("since", at(silence.Since)), ("n", (long)Math.Ceiling(silence.Usual.TotalHours))),
        stop);

    public Task<bool> HeardAgain(DateTime since, CancellationToken stop) =>
        Tell("heard", since, (language, at) => language.Say("box.heard", ("folder", place.Folder), ("since", at(since))), stop);

    private async Task<bool> Tell(string what, DateTime trouble, Func<Language, Func<DateTime, string>, string> say, CancellationToken stop)
    {
        var told = false;
        var box = await desk.Sql.First("select id from mail_box where box = @box and folder = @folder", r => r.GetInt64(0), stop, ("@box", place.Box), ("@folder", place.Folder));
        var settings = desk.House.Settings.Work;
        foreach (var person in await Told(stop))
        {
            var route = Route.SlackFirst(person.Slack, person.Jabber);
            if (route.Address is not { } address)
            {
                continue;
            }

            var language = Language.In(person.Language ?? settings.Language);
            var text = say(language, utc => TimeZoneInfo.ConvertTimeFromUtc(utc, settings.TimeZone).ToString("g", language.Culture));
            var key = string.Create(CultureInfo.InvariantCulture, $"box {box} {what} {Data.Moment.ToStored(trouble)} {person.ContactId}");
            told |= await ChatOutbox.Put(desk, new ChatMessage(key, program, person.ContactId, route.Channel, address, text), stop);
        }

        return told;
    }

    private async Task<List<Person>> Told(CancellationToken stop)
    {
        var contacts = await desk.Sql.List(
            "select c.id from contact c join user_account u on u.id = c.user_id where u.superuser and u.active and c.active", r => r.GetInt64(0), stop);
        return await People.Reached(desk, [.. contacts.Append(place.OwnerId ?? 0).Distinct()], stop);
    }
}
