using System.Globalization;
using System.Net;
using System.Text;
using Sportello.Notices;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Mailroom.Outbox;

/// <summary>What a mail says, in its recipient's language: as text, and the same as HTML.</summary>
internal sealed class MailText
{
    private readonly WaitingMail _mail;
    private readonly Language _language;
    private readonly HouseSettings _settings;
    private readonly IReadOnlyList<string> _leftOut;

    public MailText(WaitingMail mail, House house, IReadOnlyList<string> leftOut)
    {
        _mail = mail;
        _settings = house.Settings;
        _language = house.Speech(mail.Language);
        _leftOut = leftOut;
    }

    private string Called => string.Create(CultureInfo.InvariantCulture, $"{_settings.Work.TicketPrefix}:{_mail.Number}");

    public string Subject()
    {
        // The number is written as the folders write it: at the end, so that an answer carries it along.
        var suffix = " " + Called;
        var subject = _mail.Subject.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? _mail.Subject[..^suffix.Length] : _mail.Subject;
        return (_mail.Kind == NoticeKind.Opened ? "" : "Re: ") + subject + suffix;
    }

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var line in Opening().Concat(Facts()))
        {
            text.Append(line).Append('\n');
        }

        if (_mail.CarriesComment)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(_mail.Body!.Trim()).Append('\n');
        }

        foreach (var line in LeftOut())
        {
            text.Append('\n').Append(line).Append('\n');
        }

        foreach (var (line, _) in Rating())
        {
            text.Append('\n').Append(line).Append('\n');
        }

        return text.Append("\n-- \n").AppendJoin('\n', Closing().Select(l => l.Text)).Append('\n').ToString();
    }

    public string Html(IReadOnlySet<string> images)
    {
        var html = new StringBuilder("<html><body>");
        foreach (var line in Opening().Concat(Facts()))
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(line)).Append("</p>");
        }

        if (_mail.CarriesComment)
        {
            html.Append("<div>").Append(_mail.Html is { } own ? WithImages(own, images) : OfText(_mail.Body!.Trim())).Append("</div>");
        }

        foreach (var line in LeftOut())
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(line)).Append("</p>");
        }

        foreach (var (line, link) in Rating())
        {
            html.Append(link is null ? $"<p>{WebUtility.HtmlEncode(line)}</p>" : $"<p><a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(line[..line.IndexOf(':', StringComparison.Ordinal)])}</a></p>");
        }

        var closing = Closing().Select(l => l.Link is { } link
            ? $"<a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(l.Text)}</a>"
            : WebUtility.HtmlEncode(l.Text));
        return html.Append("<p style=\"color:#666\">-- <br>").AppendJoin("<br>", closing).Append("</p></body></html>").ToString();
    }

    /// <summary>A person's letter begins with what the person wrote; a notice says first what happened.</summary>
    private IEnumerable<string> Opening()
    {
        if (!_mail.IsLetter)
        {
            var key = _mail.Kind == NoticeKind.Closed && !_mail.Ours ? "notice.closed-yours" : $"notice.{Name.Of(_mail.Kind)}";
            yield return _language.Say(key, ("name", _mail.Author), ("ticket", Called), ("subject", _mail.Subject), ("project", _mail.Project));
        }
    }

    private IEnumerable<string> Facts()
    {
        if (_mail is { StatusTo: { } status, IsLetter: false } && _mail.Kind != NoticeKind.Closed)
        {
            yield return _language.Say("notice.status", ("from", Status(_mail.StatusFrom)), ("to", Status(status)));
        }

        if (_mail.Ours && (_mail.AssigneeFrom ?? _mail.AssigneeTo) is not null)
        {
            yield return _mail.AssigneeTo is { } to
                ? _language.Say("notice.assigned", ("to", to))
                : _language.Say("notice.unassigned", ("from", _mail.AssigneeFrom));
        }
    }

    private IEnumerable<string> LeftOut()
    {
        if (_leftOut.Count > 0)
        {
            yield return _language.Say("notice.files-left-out", ("files", string.Join(", ", _leftOut)));
        }
    }

    private IEnumerable<(string Text, string? Link)> Closing()
    {
        yield return ($"{Called} · {_mail.Subject}", Link);
        if (_mail.Ours && Link is { } link)
        {
            yield return (link, link);
        }

        yield return (_language.Say(_mail.AnswersInternally ? "notice.answer-internal" : _mail.Ours ? "notice.answer-public" : "notice.answer"), null);
    }

    /// <summary>Whoever asked says with one click whether it is solved.</summary>
    private IEnumerable<(string Text, string? Link)> Rating()
    {
        if (_mail is { Kind: NoticeKind.Closed, Ours: false } && _mail.Reasons.HasFlag(Reasons.Requester) && Link is { } link)
        {
            yield return (_language.Say("rating.ask"), null);
            foreach (var rating in Enum.GetValues<Tickets.Rating>())
            {
                yield return ($"{_language.Say("rating", rating)}: {link}?rate={Name.Of(rating)}#rating", $"{link}?rate={Name.Of(rating)}#rating");
            }
        }
    }

    private string? Link => _settings.Work.Url is { } url ? string.Create(CultureInfo.InvariantCulture, $"{url}/tickets/{_mail.Number}") : null;

    private string Status(string? name) => name is null ? "" : _language.Say($"status.{name}");

    private static string OfText(string text) =>
        string.Join("", text.Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n").Select(p => $"<p>{WebUtility.HtmlEncode(p).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    /// <summary>Sanitized HTML keeps the images of the letter aside (<c>data-cid</c>); those that are sent along are shown again.</summary>
    private static string WithImages(string html, IReadOnlySet<string> images)
    {
        foreach (var id in images)
        {
            var encoded = WebUtility.HtmlEncode(id);
            html = html.Replace($" data-cid=\"{encoded}\"", $" src=\"cid:{encoded}\"", StringComparison.Ordinal);
        }

        return html;
    }
}
