using System.Diagnostics;
using System.Text.Json;

namespace Sportello.Wire.Tests.Mime.Writing;

/// <summary>What Python's email package reads in a letter.</summary>
internal sealed record ReadLetter(
    string Subject,
    string[][] From,
    string[][] To,
    string[][] Cc,
    string MessageId,
    string InReplyTo,
    string[] References,
    string[] HeaderNames,
    string? Text,
    string? Html,
    ReadFile[] Files,
    string[] Defects);

internal sealed record ReadFile(string? Name, string Type, string? ContentId, string Disposition, string Content);

/// <summary>Reads letters with Python's email package, an independent reader, where Python is installed.</summary>
internal static class PythonOracle
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private const string Script = """
        import sys, os, json, base64, email
        from email import policy
        from email.header import decode_header, make_header
        from email.utils import getaddresses

        # The newer address parser of some versions keeps the blanks between encoded words, which RFC 2047 section 6.2 drops; the older does not.
        def addresses(message, name):
            raw = ''.join(v for k, v in message.raw_items() if k.lower() == name)
            pairs = getaddresses([raw.replace('\r\n', '').replace('\n', '')]) if raw else []
            return [[str(make_header(decode_header(n))) if '=?' in n else n, a] for n, a in pairs]

        def read(path):
            with open(path, 'rb') as f:
                message = email.message_from_binary_file(f, policy=policy.default)
            text = html = None
            files = []
            defects = [repr(d) for d in message.defects]
            for header in message.values():
                defects += [repr(d) for d in getattr(header, 'defects', [])]
            def walk(part):
                nonlocal text, html
                defects.extend(repr(d) for d in part.defects)
                kind = part.get_content_type()
                if part.get_content_maintype() == 'multipart':
                    for inner in part.iter_parts():
                        walk(inner)
                    return
                disposition = part.get_content_disposition()
                if disposition is None and kind == 'text/plain' and text is None:
                    text = part.get_payload(decode=True).decode('utf-8')
                elif disposition is None and kind == 'text/html' and html is None:
                    html = part.get_payload(decode=True).decode('utf-8')
                else:
                    content = part.get_payload(0).as_bytes(policy=policy.SMTP) if kind == 'message/rfc822' else part.get_payload(decode=True)
                    files.append(dict(name=part['content-disposition'].params.get('filename'), type=kind, content_id=part['content-id'], disposition=disposition,
                                      content=base64.b64encode(content).decode()))
            walk(message)
            return dict(subject=str(message['subject']), **{'from': addresses(message, 'from')}, to=addresses(message, 'to'), cc=addresses(message, 'cc'),
                        message_id=str(message['message-id']), in_reply_to=str(message['in-reply-to'] or ''),
                        references=str(message['references'] or '').split(), header_names=list(message.keys()),
                        text=text, html=html, files=files, defects=defects)

        folder = sys.argv[1]
        for name in sorted(os.listdir(folder)):
            sys.stdout.write(json.dumps(read(os.path.join(folder, name))) + '\n')
        """;

    /// <summary>Reads every file of the folder, in the order of their names; skips the test where there is no Python.</summary>
    public static async Task<List<ReadLetter>> ReadAsync(string folder)
    {
        Assert.SkipUnless(IsInstalled(), "Python is not installed; it is only used to check our letters with a second reader.");
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Script, folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var letters = new List<ReadLetter>();
        while (await python.StandardOutput.ReadLineAsync() is { } line)
            letters.Add(JsonSerializer.Deserialize<ReadLetter>(line, Snake)!);
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, await errors);
        return letters;
    }

    private static bool IsInstalled() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3")));
}
