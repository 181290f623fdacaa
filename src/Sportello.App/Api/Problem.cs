using System.Text.Json.Serialization;
using Sportello.App.Web;

namespace Sportello.App.Api;

/// <summary>An error as RFC 9457 puts it; an invalid member is named under <c>errors</c>.</summary>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors)
{
    public static Task Say(HttpContext http, Refusal refusal, bool precondition = false) => Say(
        http,
        precondition && refusal.Reason == RefusalReason.Conflict ? StatusCodes.Status412PreconditionFailed : Refusals.StatusOf(refusal.Reason),
        refusal.Message,
        refusal.Field);

    public static async Task Say(HttpContext http, int status, string detail, string? field = null)
    {
        http.Response.StatusCode = status;
        var errors = field is null ? null : new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [detail] };
        await http.Response.WriteAsJsonAsync(
            new Problem("about:blank", TitleOf(status), status, detail, errors), options: null, contentType: "application/problem+json");
    }

    private static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
