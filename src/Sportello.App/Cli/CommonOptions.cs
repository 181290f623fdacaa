using System.Collections;
using System.CommandLine;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.App.Cli;

/// <summary>The options that every command takes, and the house they lead to.</summary>
internal sealed class CommonOptions
{
    public Option<FileInfo?> Config { get; } = new("--config")
    {
        Description = "The configuration file (default: config.ini here, else in the data folder)",
        Recursive = true,
        HelpName = "FILE",
    };

    public Option<DirectoryInfo> Data { get; } = new("--data")
    {
        Description = "Where database, logs and attachments live",
        Recursive = true,
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Config);
        root.Options.Add(Data);
    }

    public HouseSettings Settings(ParseResult line)
    {
        var data = line.GetRequiredValue(Data).FullName;
        var settings = SettingsOf(ConfigFile(line.GetValue(Config), data), data);
        Invocation.Speech = Language.In(settings.Work.Language);
        return settings;
    }

    public static HouseSettings SettingsOf(string? configFile, string data) => 
        SettingsReader.Read(configFile, data, EnvironmentVariables()) with { Seal = new DataProtectionSeal(data) };

    public Task<House> OpenHouse(ParseResult line, CancellationToken stop, TimeProvider? clock = null) =>
        House.Open(Settings(line), clock ?? TimeProvider.System, stop);

    public static string? ConfigFile(FileInfo? given, string data)
    {
        if (given is not null)
        {
            return given.Exists
                ? given.FullName
                : throw new ConfigurationFaults([new Fault(given.FullName, "", "", "there is no such file.")]);
        }

        return new[] { Path.GetFullPath("config.ini"), Path.Combine(data, "config.ini") }.FirstOrDefault(File.Exists);
    }

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.OrdinalIgnoreCase);
}
