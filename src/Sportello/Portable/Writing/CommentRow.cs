using System.Text.Json;
using Sportello.History;
using Sportello.Tickets;

namespace Sportello.Portable.Writing;

/// <summary>A comment of a ticket or of a work item, as it is exported.</summary>
internal sealed record CommentRow(long Id, long? AuthorId, string AuthorName, DateTime At, string Body)
{
    public bool? Internal { get; init; }

    public string? Html { get; init; }

    public string? MessageId { get; init; }

    public bool Automatic { get; init; }

    public bool ByStaff { get; init; }

    public Door Door { get; init; } = Door.Import;

    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    public void Write(Utf8JsonWriter json, PeopleNames people)
    {
        json.WriteStartObject();
        var usuallyStaff = WriteAuthor(json, people);
        json.Text("at", Times.Write(At));
        if (Internal is { } isInternal)
        {
            json.WriteBoolean("internal", isInternal);
        }

        json.Text("body", Body);
        json.TextIfAny("html", Html);
        json.TextIfAny("message_id", MessageId);
        if (Automatic)
        {
            json.WriteBoolean("automatic", true);
        }

        if (Internal is not null && ByStaff != usuallyStaff)
        {
            json.WriteBoolean("by_staff", ByStaff);
        }

        if (Door != Door.Import)
        {
            json.Name("door", Door);
        }

        WriteFiles(json);
        json.WriteEndObject();
    }

    /// <returns>Whether an import would take the author for one of our own side by itself.</returns>
    private bool WriteAuthor(Utf8JsonWriter json, PeopleNames people)
    {
        if (AuthorId is { } id)
        {
            people.Write(json, "author", id);
            json.TextIfAny("author_name", string.Equals(AuthorName, people.NameOf(id), StringComparison.Ordinal) ? null : AuthorName);
            return people.IsWorker(id);
        }

        var account = people.IsAccountOnly(AuthorName);
        json.Text(account ? "author" : "author_name", AuthorName);
        return account;
    }

    private void WriteFiles(Utf8JsonWriter json)
    {
        if (Files.Count == 0)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (var file in Files)
        {
            json.WriteStartObject();
            json.Text("name", file.Name);
            json.Text("media_type", file.MediaType);
            json.WriteNumber("size", file.Size);
            json.Text("sha256", file.Sha256);
            json.WriteBoolean("inline", file.Inline);
            json.Text("content_id", file.ContentId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
