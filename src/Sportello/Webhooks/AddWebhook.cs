using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Sportello.Access;
using Sportello.Words;

namespace Sportello.Webhooks;

/// <param name="Project">The name of the only project it is told of; none = all.</param>
public sealed record NewWebhook(string? Url, IReadOnlyCollection<string> Events, string? Project = null);

/// <param name="Secret">Said once; only sealed it is kept.</param>
public sealed record MadeWebhook(long Id, string Secret);

/// <summary>Makes a webhook of one's own.</summary>
public sealed class AddWebhook(Desk desk)
{
    private const int LongestUrl = 2000;
    private const int Most = 100;

    public async Task<MadeWebhook> Run(NewWebhook wanted, CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        if (desk.Actor.Narrowed)
        {
            // It would be told whatever its owner may see.
            throw Refusal.Denied(Said.Of("refusal.webhook.narrowed"));
        }

        var owner = desk.Actor.UserId ?? throw Refusal.Denied(Said.Of("refusal.webhook.owner"));
        var url = UrlOf(wanted.Url);
        var events = WebhookEvents.Read(wanted.Events);
        var project = string.IsNullOrWhiteSpace(wanted.Project) ? null : await desk.Projects.Get(wanted.Project.Trim(), Right.See, stop);
        var secret = "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var sealedSecret = desk.House.Settings.Seal?.Close(secret) ?? throw Refusal.Invalid("url", Said.Of("refusal.webhook.seal"));
        await desk.Begin(stop);
        if (await desk.Sql.First("select count(*) from webhook", r => r.GetInt64(0), stop) >= Most)
        {
            await desk.Undo();
            throw Refusal.Invalid("url", Said.Of("refusal.webhook.many", ("n", Most)));
        }

        var id = await desk.Sql.First(
            "insert into webhook (url, events, owner_id, project_id, secret, active, gone, created_at) values (@url, @events, @owner, @project, @secret, @yes, @no, @now) returning id",
            r => r.GetInt64(0),
            stop,
            ("@url", url), ("@events", string.Join(' ', events)), ("@owner", owner), ("@project", project?.Id), ("@secret", sealedSecret), ("@yes", true), ("@no", false), ("@now", desk.Now));
        await WebhookRights.Moved(desk, id, "added", null, new Uri(url).Host, stop);
        await desk.Save(stop);
        return new(id, secret);
    }

    /// <summary>An address written in numbers is judged at once; a name is judged by what it leads to whenever a connection is made.</summary>
    private string UrlOf(string? text)
    {
        if (text is not { Length: > 0 and <= LongestUrl } || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw Refusal.Invalid("url", Said.Of("refusal.webhook.url"));
        }

        if (url.UserInfo.Length > 0)
        {
            throw Refusal.Invalid("url", Said.Of("refusal.webhook.user-info"));
        }

        var isLocal = (IPAddress.TryParse(url.DnsSafeHost, out var address) && !Reach.IsPublic(address)) || url.IsLoopback;
        return isLocal && !desk.House.Settings.Webhooks.AllowPrivate
            ? throw Refusal.Invalid("url", Said.Of("refusal.webhook.private", ("host", url.Host)))
            : url.GetLeftPart(UriPartial.Query);
    }
}
