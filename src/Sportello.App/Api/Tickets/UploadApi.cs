using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.App.Web.Tickets;
using Sportello.Tickets;

namespace Sportello.App.Api.Tickets;

/// <summary>Files on their way in: the body is the file itself. Kept first and named in a comment or a new ticket, or put straight to a ticket.</summary>
internal static class UploadApi
{
    private const string AnyType = "application/octet-stream";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/files", Keep).Runs<ReplyToTicket>().TakesRaw(AnyType).Gives<UploadJson>(StatusCodes.Status201Created).WithSummary("Send a file, for a comment or a new ticket to take");
        api.MapPost("/tickets/{number:int}/attachments", Attach).Runs<ReplyToTicket>().TakesRaw(AnyType).Gives<AttachmentJson>(StatusCodes.Status201Created).IfMatch().WithSummary("Put a file straight to a ticket");
    }

    /// <summary>The files that a body names by the words it was given for them.</summary>
    public static IReadOnlyList<StoredFile> Read(ApiVisitor visitor, IReadOnlyList<string?>? words)
    {
        var seal = UploadSeal.Of(visitor.Http, visitor.Desk.Actor);
        return [.. (words ?? []).Select(word =>
            (word is null ? null : seal.Read(word)) ?? throw Refusal.Invalid("files", "This is no file of yours: each is named by the word that POST /files gave for it."))];
    }

    private static async Task<IResult> Keep(ApiVisitor visitor, [FromQuery] string? name)
    {
        var file = await Store(visitor, name);
        return Results.Json(new UploadJson(UploadSeal.Of(visitor.Http, visitor.Desk.Actor).Write(file), file.Name, file.MediaType, file.Size, file.Sha256), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Attach(ApiVisitor visitor, int number, [FromQuery] string? name, [FromQuery(Name = "internal")] bool? isInternal)
    {
        var file = await Store(visitor, name);
        var id = await new ReplyToTicket(visitor.Desk).Run(number, new NewComment("", isInternal ?? false) { Files = [file], SeenVersion = visitor.IfMatch }, visitor.Stop);
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        var attached = AttachmentJson.Of(ticket.Comments.Single(c => c.Id == id).Attachments[0]);
        return Results.Created($"{ApiDoor.Path}/tickets/{number}/attachments/{attached.Id}", attached);
    }

    private static async Task<StoredFile> Store(ApiVisitor visitor, string? name)
    {
        var called = Path.GetFileName(name ?? "");
        if (called.Length == 0)
        {
            throw Refusal.Invalid("name", "Say with ?name= what the file is called.");
        }

        var (hash, size) = await visitor.Desk.House.Files.Keep(visitor.Http.Request.Body, visitor.Stop, FileUploads.MostBytes);
        return size > 0
            ? new(called, TypeOf(visitor.Http.Request.ContentType), size, hash)
            : throw Refusal.Invalid("file", "The body is empty; it must be the file itself.");
    }

    /// <summary>What simple clients say when they are not told, is not what the file is.</summary>
    private static string TypeOf(string? said) => string.IsNullOrEmpty(said) || said.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? AnyType : said;
}

/// <param name="File">The word by which a comment or a new ticket takes it, for whoever sent it.</param>
internal sealed record UploadJson(string File, string Name, string MediaType, long Size, string Sha256);
