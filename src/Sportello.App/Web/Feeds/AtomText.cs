using System.Globalization;
using System.Text;
using System.Xml;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Feeds;

/// <summary>Tickets as an Atom feed (RFC 4287). It holds what their list shows, and nothing of what was said in them.</summary>
internal static class AtomText
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    /// <param name="title">What the list is called.</param>
    /// <param name="page">Where the list is looked at; also the id, since it stays the same when the secret address changes.</param>
    /// <param name="self">Where the feed is read.</param>
    /// <param name="root">Where the web begins.</param>
    /// <param name="tickets">What is on the list.</param>
    /// <param name="language">The reader's.</param>
    public static string Of(string title, string page, string self, string root, IReadOnlyList<TicketRow> tickets, Language language)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true }))
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, language.Code);
            xml.WriteElementString("id", Namespace, page);
            xml.WriteElementString("title", Namespace, Clean(title));
            xml.WriteElementString("updated", Namespace, Time(tickets.Count == 0 ? DateTime.UnixEpoch : tickets.Max(t => t.ActiveAt)));
            Link(xml, "self", self);
            Link(xml, "alternate", page);
            Author(xml, "Sportello");
            foreach (var ticket in tickets)
            {
                Entry(xml, ticket, root, language);
            }

            xml.WriteEndElement();
        }

        return """<?xml version="1.0" encoding="utf-8"?>""" + "\n" + text + "\n";
    }

    private static void Entry(XmlWriter xml, TicketRow ticket, string root, Language language)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"{root}/tickets/{ticket.Number}");
        xml.WriteStartElement("entry", Namespace);
        xml.WriteElementString("id", Namespace, url);
        xml.WriteElementString("title", Namespace, Clean(string.Create(CultureInfo.InvariantCulture, $"{ticket.Number} {ticket.Subject}")));
        xml.WriteElementString("updated", Namespace, Time(ticket.ActiveAt));
        xml.WriteElementString("published", Namespace, Time(ticket.OpenedAt));
        Link(xml, "alternate", url);
        if (ticket.Requester is { } requester)
        {
            Author(xml, requester);
        }

        xml.WriteStartElement("category", Namespace);
        xml.WriteAttributeString("term", Name.Of(ticket.Status));
        xml.WriteEndElement();
        xml.WriteElementString("summary", Namespace, Clean(string.Join(" · ", new[] { ticket.Project, language.Say("status", ticket.Status), language.Say("priority", ticket.Priority), ticket.Assignee }.OfType<string>())));
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string to)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", to);
        xml.WriteEndElement();
    }

    private static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", Namespace);
        xml.WriteElementString("name", Namespace, Clean(name));
        xml.WriteEndElement();
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Some characters cannot stand in XML in any form.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value >= 0x10000 || XmlConvert.IsXmlChar((char)r.Value)));
}
