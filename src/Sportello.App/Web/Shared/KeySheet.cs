using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Components;
using Sportello.Words;

namespace Sportello.App.Web.Shared;

/// <summary>The list of keys, which is the same on every page: written once a language.</summary>
internal static class KeySheet
{
    private static readonly (string Keys, string Text)[] Lines =
    [
        ("j / k", "keys.move"), ("Enter", "keys.open"), ("Space", "keys.peek"), ("c", "keys.new"), ("/", "keys.search"), ("x", "keys.tick"), ("Shift+j / k", "keys.tick-on"), ("Shift+x", "keys.tick-all"),
        ("m", "keys.take"), ("d", "keys.merge"), ("z", "keys.snooze"), ("u", "keys.undo"), ("f", "keys.query"), ("Ctrl+K", "keys.palette"), ("g t", "keys.tickets"), ("g m", "view.mine"),
        ("g u", "view.unassigned"), ("g a", "view.all"), ("g w", "keys.work"), ("g p", "keys.projects"), ("r", "keys.reply"), ("n", "keys.note"), ("Ctrl+Enter", "keys.send"), ("Shift+← →", "keys.move-card"), ("?", "keys.help"),
    ];

    private static readonly ConcurrentDictionary<Language, MarkupString> Written = new();

    public static MarkupString In(Language language) => Written.GetOrAdd(language, Write);

    private static MarkupString Write(Language language)
    {
        var list = new StringBuilder("<dl class=\"keys\">");
        foreach (var (keys, text) in Lines)
        {
            list.Append("<dt><kbd>").Append(keys).Append("</kbd></dt><dd>").Append(ViewServices.Encoder.Encode(language.Say(text))).Append("</dd>");
        }

        return new(list.Append("</dl>").ToString());
    }
}
