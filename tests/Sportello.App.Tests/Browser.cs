using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Sportello.App.Tests;

/// <summary>A browser without script: keeps cookies, follows nothing by itself, and sends forms as a person would.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(string address) => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };

    /// <summary>The languages that this browser asks for from now on.</summary>
    public void Speaks(string languages)
    {
        _http.DefaultRequestHeaders.AcceptLanguage.Clear();
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(languages);
    }

    public async Task<HttpResponseMessage> Get(string path) => await _http.GetAsync(path);

    /// <summary>Only whether it is answered, and how it begins: for what goes on as long as somebody listens.</summary>
    public Task<HttpResponseMessage> Begin(string path) => _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    public async Task<IHtmlDocument> Page(string path)
    {
        var answer = await Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Read(answer);
    }

    public static async Task<IHtmlDocument> Read(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>Fills the form that posts to the action and sends it.</summary>
    public async Task<HttpResponseMessage> Send(IHtmlDocument page, string action, params (string Name, string Value)[] fields)
    {
        var form = page.QuerySelector($"form[method=post][action='{action}']") as IHtmlFormElement;
        Assert.True(form is not null, $"The page has no form for {action}.");
        return await Post(action, Filled(form, fields), form.Enctype == "multipart/form-data");
    }

    public async Task<HttpResponseMessage> Post(string path, IEnumerable<KeyValuePair<string, string>> fields, bool multipart = false, (string Name, byte[] Bytes)? file = null)
    {
        if (!multipart)
        {
            return await _http.PostAsync(path, new FormUrlEncodedContent(fields));
        }

        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        if (file is { } upload)
        {
            content.Add(new ByteArrayContent(upload.Bytes), "files", upload.Name);
        }

        return await _http.PostAsync(path, content);
    }

    public async Task<string> TokenOf(string path) => (await Read(await Get(path))).QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";

    public async Task SignIn(string user, string password = "a good sentence")
    {
        var answer = await Send(await Page("/sign-in"), "/sign-in", ("Name", user), ("Password", password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>What the form would send: its own values, with the given ones in their place.</summary>
    public static List<KeyValuePair<string, string>> Filled(IHtmlFormElement form, params (string Name, string Value)[] fields)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var element in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            var name = element.GetAttribute("name")!;
            if (fields.Any(f => f.Name == name) || element is IHtmlInputElement { Type: "file" } or IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false })
            {
                continue;
            }

            var value = element switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "",
                _ => element.TextContent,
            };
            values.Add(new(name, value));
        }

        values.AddRange(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        return values;
    }

    public void Dispose() => _http.Dispose();
}
