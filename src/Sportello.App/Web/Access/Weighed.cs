using Sportello.Access;
using Sportello.App.Web.Shared;

namespace Sportello.App.Web.Access;

/// <summary>The page between a form and its saving: what the change opens and closes. It sends the same form again, with the mark of what was seen.</summary>
internal static class Weighed
{
    public const string Mark = "Seen";

    /// <param name="visitor">Who asks.</param>
    /// <param name="http">The request, whose form is kept for the second time.</param>
    /// <param name="found">What the change does.</param>
    /// <param name="title">What is to be done, as a heading.</param>
    /// <param name="back">Where to go if it is not to be done.</param>
    /// <param name="current">The entry of the rail.</param>
    public static async Task<IResult> Ask(Visitor visitor, HttpContext http, Consequences found, string title, string back, string current)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        return Answers.View<WeighView>(new
        {
            Page = await visitor.Page(title, current),
            Found = found,
            Action = http.Request.Path.ToUriComponent(),
            Kept = (IReadOnlyList<KeyValuePair<string, string>>)[
                .. form.Where(f => f.Key is not (Mark or "__RequestVerificationToken")).SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? "")),
            ],
            Changed = form.ContainsKey(Mark),
            Back = back,
        });
    }
}
