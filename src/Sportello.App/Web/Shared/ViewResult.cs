using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sportello.App.Web.Shared;

/// <summary>
/// A rendered view. The renderer knows no services of ours, so a view cannot ask for any; and nothing is sent before all of it is
/// there, so a view that fails half-way becomes an error page.
/// </summary>
internal sealed class ViewResult<TView>(ParameterView parameters, int status) : IResult
    where TView : IComponent
{
    /// <summary>Most pages fit.</summary>
    private const int UsualLength = 16 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var renderer = new HtmlRenderer(ViewServices.Only, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            using var text = new StringWriter(new StringBuilder(UsualLength));
            (await renderer.RenderComponentAsync<TView>(parameters)).WriteHtmlTo(text);
            return text.GetStringBuilder();
        });
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        Write(html, response.BodyWriter);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private static void Write(StringBuilder html, IBufferWriter<byte> body)
    {
        var encoder = Encoding.UTF8.GetEncoder();
        foreach (var chunk in html.GetChunks())
        {
            encoder.Convert(chunk.Span, body, flush: false, out _, out _);
        }

        encoder.Convert([], body, flush: true, out _, out _);
    }
}

/// <summary>What the renderer itself asks for: letters of all languages stay as they are.</summary>
internal sealed class ViewServices : IServiceProvider
{
    public static readonly ViewServices Only = new();

    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public object? GetService(Type serviceType) => serviceType == typeof(HtmlEncoder) ? Encoder : null;
}
