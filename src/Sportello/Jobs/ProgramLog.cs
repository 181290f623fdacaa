using System.Globalization;
using System.Text;
using Sportello.Settings;

namespace Sportello.Jobs;

public enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
    Critical,
}

/// <summary>
/// The common log of all programs: time, level, program, message. The file of today always has the plain name;
/// what is of another day, or has grown too long, is moved aside under its day. Several processes may write at once.
/// </summary>
public sealed class ProgramLog
{
    private const long Longest = 10_000_000;
    private const int DaysKept = 31;
    private const string UsualName = "dot_project.log";

    private readonly TimeProvider _clock;
    private readonly TimeZoneInfo _zone;
    private readonly LogLevel _least;
    private readonly string[] _secrets;
    private readonly Lock _writing = new();

    public ProgramLog(HouseSettings settings, TimeProvider clock)
    {
        _clock = clock;
        _zone = settings.Work.TimeZone;
        _least = Enum.Parse<LogLevel>(settings.Work.LogLevel, ignoreCase: true);
        _secrets = [.. new[] { settings.Slack.Token, settings.Xmpp?.Password, settings.Smtp?.Password, settings.Imap?.Password }.OfType<string>().Where(s => s.Length > 3)];
        File = FileOf(settings);
    }

    public string File { get; }

    /// <summary>Why the log could not be written, if it could not; programs say so at their end.</summary>
    public string? Trouble { get; private set; }

    public void Write(LogLevel level, string program, string message)
    {
        if (level < _least)
        {
            return;
        }

        var now = TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), _zone);
        var line = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm:ss.fff zzz} {level.ToString().ToUpperInvariant()} {program} {OneLine(message)}\n");
        lock (_writing)
        {
            try
            {
                Append(Encoding.UTF8.GetBytes(line), DateOnly.FromDateTime(now.DateTime));
                Trouble = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Trouble = $"The log {File} cannot be written: {e.Message}";
            }
        }
    }

    /// <summary>A setting that ends in a slash, or is a folder, names the folder; anything else is the file.</summary>
    private static string FileOf(HouseSettings settings)
    {
        var given = settings.Work.Log ?? UsualName;
        var path = Path.GetFullPath(given, settings.DataFolder);
        return given[^1] is '/' or '\\' || System.IO.Directory.Exists(path) ? Path.Combine(path, UsualName) : path;
    }

    /// <summary>A message on one line, with every secret covered.</summary>
    public string OneLine(string message)
    {
        var line = message.ReplaceLineEndings(" ");
        return _secrets.Aggregate(line, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
    }

    private void Append(byte[] line, DateOnly today)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        using var file = OpenAlone();
        if (file.Length > 0 && (file.Length > Longest || DayOf(File) != today))
        {
            MoveAside(today);
            file.Dispose();
            using var fresh = OpenAlone();
            fresh.Write(line);
            return;
        }

        file.Seek(0, SeekOrigin.End);
        file.Write(line);
    }

    /// <summary>Nobody else may write at the same moment; whoever does is done in an instant.</summary>
    private FileStream OpenAlone()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(5);
            }
        }
    }

    private void MoveAside(DateOnly today)
    {
        var stem = Path.Combine(Path.GetDirectoryName(File)!, Path.GetFileNameWithoutExtension(File));
        var extension = Path.GetExtension(File);
        var aside = string.Create(CultureInfo.InvariantCulture, $"{stem}.{DayOf(File):yyyy-MM-dd}");
        var target = aside + extension;
        for (var n = 1; System.IO.File.Exists(target); n++)
        {
            target = string.Create(CultureInfo.InvariantCulture, $"{aside}.{n}{extension}");
        }

        System.IO.File.Move(File, target);
        var old = today.AddDays(-DaysKept);
        foreach (var rolled in System.IO.Directory.EnumerateFiles(Path.GetDirectoryName(File)!, $"{Path.GetFileNameWithoutExtension(File)}.????-??-??*{extension}").Where(f => DayOf(f) < old))
        {
            System.IO.File.Delete(rolled);
        }
    }

    private DateOnly DayOf(string file) => LocalTime.DayOf(System.IO.File.GetLastWriteTimeUtc(file), _zone);
}
