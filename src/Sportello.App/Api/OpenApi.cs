using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sportello.App.Web;
using Sportello.App.Web.Reference;

namespace Sportello.App.Api;

/// <summary>The description of the API, made from the endpoints themselves.</summary>
internal static class OpenApi
{
    private const string Document = "v1";
    private const string Bearer = "token";
    private const string ProblemType = "application/problem+json";

    public static void AddOpenApiDescription(this IServiceCollection services) => services.AddSingleton<ApiReference>().AddOpenApi(Document, o =>
    {
        o.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(ApiDoor.Path.Trim('/'), StringComparison.Ordinal) == true;
        o.AddDocumentTransformer(Introduce);
        o.AddOperationTransformer(Complete);
        o.AddSchemaTransformer(RequireAnswers);
    });

    public static void MapOpenApiDescription(this WebApplication app) =>
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new EndpointNature("says what the API looks like, and nothing of what is in it", IsPublic: true)).AllowAnonymous();

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new()
        {
            Title = "Sportello",
            Version = Document,
            Description = "Tickets, work items, projects and people. Times are RFC 3339 in UTC, days are YYYY-MM-DD. A list is given page by page: send “next” back as “after” until it is null. "
                + "What is out of reach is answered like what does not exist. Send If-Match with the ETag you have seen, and a newer version is answered with 412. "
                + "Send Idempotency-Key with a POST, and repeating it changes nothing.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token from “My settings” or from “sportello user token NAME”." },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var (method, path) = (context.Description.HttpMethod!, context.Description.RelativePath!);
        operation.OperationId = NameOf(method, path);
        var about = context.Description.ActionDescriptor.EndpointMetadata;
        if (about.OfType<BodyForm>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = Body("application/json", await context.GetOrCreateSchemaAsync(body.Form, null, stop));
        }
        else if (about.OfType<RawBody>().FirstOrDefault() is { } raw)
        {
            operation.RequestBody = Body(raw.MediaType, new OpenApiSchema { Type = JsonSchemaType.String });
        }

        operation.Parameters ??= [];
        if (HttpMethods.IsPost(method))
        {
            operation.Parameters.Add(Header(IdempotentPosts.Header, "A name for this request, new for each, such as a UUID; repeated, the request is carried out once."));
        }

        if (about.OfType<HasVersion>().Any())
        {
            operation.Parameters.Add(Header("If-Match", "The ETag that was seen; a newer version is answered with 412."));
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "It was refused: “detail” says why, and what would be right; “errors” names the wrong member.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemType] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(typeof(Problem), null, stop) } },
        };
    }

    private static OpenApiRequestBody Body(string mediaType, IOpenApiSchema schema) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [mediaType] = new OpenApiMediaType { Schema = schema } },
    };

    private static OpenApiParameter Header(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    /// <summary><c>GET tickets/{number:int}/comments</c> is <c>getTicketsNumberComments</c>.</summary>
    private static string NameOf(string method, string path) => method.ToLowerInvariant() + string.Concat(
        path[ApiDoor.Path.Length..].Split('/', '-', '{', '}').Select(p => p.Split(':')[0]).Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    /// <summary>Answers always have all of their members; what is asked leaves out what it does not need.</summary>
    private static Task RequireAnswers(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var name = context.JsonTypeInfo.Type.Name.Split('`')[0];
        var isAnswer = name.EndsWith("Json", StringComparison.Ordinal);
        schema.Required = isAnswer && schema.Properties is { } members ? new HashSet<string>(members.Keys, StringComparer.Ordinal) : null;
        return Task.CompletedTask;
    }
}
