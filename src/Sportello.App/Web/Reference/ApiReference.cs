using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sportello.App.Api;

namespace Sportello.App.Web.Reference;

/// <summary>Something that is sent: where (<c>path</c>, <c>query</c>, <c>header</c> or <c>body</c>), its name, and what it is.</summary>
public sealed record Member(string In, string Name, string Type, bool Required);

/// <summary>One operation of the API as a page shows it.</summary>
/// <param name="Id">Its name in the description.</param>
/// <param name="Path">With the members of the path in braces.</param>
/// <param name="BodyType">The media type of the body; none where there is none.</param>
/// <param name="Answers">The statuses of what went well.</param>
public sealed record Operation(string Id, string Method, string Path, IReadOnlyList<Member> Members, string? BodyType, IReadOnlyList<string> Answers)
{
    /// <summary>What it is about: the first word of its path.</summary>
    public string Room => Path[(ApiDoor.Path.Length + 1)..].Split('/')[0];

    public IEnumerable<Member> In(string place) => Members.Where(m => string.Equals(m.In, place, StringComparison.Ordinal));
}

/// <summary>The operations of the API, read from its own description; read once, since it does not change while it runs.</summary>
internal sealed class ApiReference([FromKeyedServices("v1")] IOpenApiDocumentProvider description)
{
    private IReadOnlyList<Operation>? _operations;

    public async Task<IReadOnlyList<Operation>> Operations(CancellationToken stop)
    {
        if (_operations is null)
        {
            var document = await description.GetOpenApiDocumentAsync(stop);
            _operations = [.. document.Paths.SelectMany(p => p.Value.Operations!.Select(o => Read(p.Key, o.Key.Method, o.Value)))];
        }

        return _operations;
    }

    private static Operation Read(string path, string method, OpenApiOperation operation)
    {
        var body = operation.RequestBody?.Content?.FirstOrDefault();
        return new(
            operation.OperationId!,
            method,
            path,
            [
                .. (operation.Parameters ?? []).Select(p => new Member(p.In!.Value.ToString().ToLowerInvariant(), p.Name!, TypeOf(p.Schema), p.Required)),
                .. (body?.Value.Schema?.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)).Select(m => new Member("body", m.Key, TypeOf(m.Value), false)),
            ],
            body?.Key,
            [.. operation.Responses!.Keys.Where(status => status.StartsWith('2'))]);
    }

    private static string TypeOf(IOpenApiSchema? schema)
    {
        if (schema?.Type is not { } type)
        {
            return "object";
        }

        return (type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Array => TypeOf(schema.Items) + "[]",
            JsonSchemaType.Boolean => "boolean",
            JsonSchemaType.Object => "object",
            JsonSchemaType.String => schema.Format ?? "string",
            var number when number.HasFlag(JsonSchemaType.Integer) => "integer",
            var number when number.HasFlag(JsonSchemaType.Number) => "number",
            _ => "string",
        };
    }
}
