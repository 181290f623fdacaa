using System.Globalization;
using Npgsql;
using Sportello.Data;
using Sportello.Testing;

namespace Sportello.Tests.Mailroom;

/// <summary>The executable as it was built, with a configuration file that says what a test's house was given.</summary>
internal sealed class BuiltProgram
{
    private readonly string _program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Sportello.App", "debug", "Sportello.App.dll"));
    private readonly string _data;

    public BuiltProgram(House house)
    {
        _data = house.Settings.DataFolder;
        File.WriteAllLines(Path.Combine(_data, "config.ini"), Configuration(house));
    }

    public ServerProcess Start(params string[] words) => ServerProcess.Start("dotnet", [_program, .. words, "--data", _data, "--config", Path.Combine(_data, "config.ini")]);

    private static IEnumerable<string> Configuration(House house)
    {
        var settings = house.Settings;
        if (settings.Database.Provider == DatabaseProvider.PostgreSql)
        {
            var postgres = new NpgsqlConnectionStringBuilder(settings.Database.ConnectionString);
            yield return string.Create(CultureInfo.InvariantCulture, $"[DB]\nprovider = postgresql\nname = {postgres.Database}\naddress = {postgres.Host}\nport = {postgres.Port}\nuser = {postgres.Username}");
        }

        yield return "[work]\ntimeZone = Europe/Rome";
        if (settings.Imap is { } imap)
        {
            yield return imap.Maildir is { } maildir
                ? string.Create(CultureInfo.InvariantCulture, $"[imap]\nmaildir = {maildir}\ndays = {imap.Days}\njournal = {imap.Journal}")
                : string.Create(CultureInfo.InvariantCulture, $"[imap]\nhost = {imap.Host}\nport = {imap.Port}\nuser = {imap.User}\npassword = {imap.Password}\nsecurity = none\ndays = {imap.Days}\njournal = {imap.Journal}");
        }

        if (settings.Smtp is { } smtp)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"[smtp]\nhost = {smtp.Host}\nport = {smtp.Port}\nsecurity = none\nfrom = {smtp.From}\nperHour = {settings.Outgoing.PerHour}");
        }

        foreach (var person in settings.People)
        {
            var folder = Wire.Imap.ModifiedUtf7.Encode(person.Imap!);
            yield return string.Create(CultureInfo.InvariantCulture, $"[{person.Section}]\nid = {person.Id}\nimap = {folder}\nnew_obr = {(int)person.OpensKind!.Value}\nРассматривается = {(person.Correct == true ? 1 : 0)}");
        }
    }
}
