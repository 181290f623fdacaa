using System.Diagnostics;
using Sportello.Testing;

namespace Sportello.App.Tests.Cli;

/// <summary>The built executable with a data folder of its own, as cron calls it.</summary>
internal sealed class Executable : IDisposable
{
    private readonly TempFolder _folder = new();

    public string this[string file] => _folder[file];

    /// <summary>Beside the program, as a shell would have it.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public async Task Write(string file, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(this[file])!);
        await File.WriteAllTextAsync(this[file], text);
    }

    /// <summary>Imports a scenario and demands that all of it was taken.</summary>
    public async Task Import(string json)
    {
        await Write("scenario.json", json);
        var ended = await Run("import", this["scenario.json"]);
        Assert.True(ended.Code == 0, ended.Error);
    }

    public async Task<Ended> Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = _folder.Path };
        foreach (var word in new[] { typeof(App.Cli.CommandLine).Assembly.Location }.Concat(words).Concat(["--data", this["data"]]))
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await error);
    }

    public void Dispose() => _folder.Dispose();

    internal sealed record Ended(int Code, string Output, string Error)
    {
        public System.Text.Json.JsonElement Json
        {
            get
            {
                Assert.True(Code == 0, $"{Code}: {Error}");
                return System.Text.Json.JsonDocument.Parse(Output).RootElement;
            }
        }
    }
}
