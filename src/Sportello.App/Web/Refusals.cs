using Microsoft.AspNetCore.Authentication;
using Sportello.App.Api;
using Sportello.App.Web.Shared;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.App.Web;

/// <summary>The one translator of this door: what the house refuses becomes a status and a page that says it.</summary>
internal sealed partial class Refusals(RequestDelegate next, ILogger<Refusals> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false } && http.GetEndpoint() is null)
            {
                await Say(http, Refusal.NotFound(Said.Of("refused.address")));
            }
        }
        catch (Refusal refusal) when (!http.Response.HasStarted)
        {
            await Say(http, refusal);
        }
        catch (ConfigurationFaults faults) when (!http.Response.HasStarted)
        {
            await Say(http, StatusCodes.Status409Conflict, faults.Message);
        }
        catch (SessionEnded) when (!http.Response.HasStarted)
        {
            await http.SignOutAsync();
            http.Response.Redirect("/sign-in");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            LogGone(log);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await Say(http, bad.StatusCode, WhyBad(http, bad));
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            LogBug(log, bug);
            await Say(http, StatusCodes.Status500InternalServerError, "Something went wrong on our side. It has been written down; try again.");
        }
    }

    public static int StatusOf(RefusalReason reason) => reason switch
    {
        RefusalReason.NotFound => StatusCodes.Status404NotFound,
        RefusalReason.Denied => StatusCodes.Status403Forbidden,
        RefusalReason.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static Task Say(HttpContext http, Refusal refusal) => ForPrograms(http)
        ? Problem.Say(http, refusal, precondition: http.Request.Headers.IfMatch.Count > 0)
        : Say(http, StatusOf(refusal.Reason), refusal.In(Languages.Of(http, http.RequestServices.GetRequiredService<House>())));

    private static string WhyBad(HttpContext http, BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "What was sent is too large: 50 MB is the most.",
        _ when ForPrograms(http) => $"The request cannot be read: {(bad.InnerException ?? bad).Message}",
        _ => "The request cannot be read; reload the page and try again.",
    };

    private static bool ForPrograms(HttpContext http) =>
        http.Request.Path.StartsWithSegments(ApiDoor.Path, StringComparison.Ordinal) || http.Request.Path.Equals(Api.Metrics.MetricsApi.Path, StringComparison.Ordinal);

    private static Task Say(HttpContext http, int status, string sentence)
    {
        http.Response.Clear();
        if (ForPrograms(http))
        {
            return Problem.Say(http, status, sentence);
        }

        var language = Languages.Of(http, http.RequestServices.GetRequiredService<House>());
        var page = new Page(language.Say(status == StatusCodes.Status404NotFound ? "refused.missing" : "refused"), language, null);
        return Answers.View<RefusalView>(new { Page = page, Sentence = sentence }, status).ExecuteAsync(http);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed")]
    private static partial void LogBug(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The browser went away before the answer")]
    private static partial void LogGone(ILogger logger);
}
