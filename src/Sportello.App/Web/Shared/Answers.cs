using Microsoft.AspNetCore.Components;

namespace Sportello.App.Web.Shared;

internal static class Answers
{
    /// <summary>A view with its model: parameters in, HTML out.</summary>
    public static IResult View<TView>(object parameters, int status = StatusCodes.Status200OK)
        where TView : IComponent => new ViewResult<TView>(ParameterView.FromDictionary(new RouteValueDictionary(parameters)), status);

    /// <summary>After a form was taken: go there with GET, so that a reload sends nothing again.</summary>
    public static IResult GoTo(string path) => Results.Extensions.SeeOther(path);

    private static IResult SeeOther(this IResultExtensions _, string path) => new SeeOtherResult(path);

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
