using Sportello.Data;
using Sportello.Demo;
using Sportello.Directory;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.Tests.Demo;

public sealed class DemoFolderTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public async Task An_earlier_demo_makes_room_for_a_new_one()
    {
        using var folder = new TempFolder();
        await Lay(folder.Path);
        await Lay(folder.Path);

        await using var house = await House.Open(Read(folder.Path), TimeProvider.System, default);
        await using var desk = await house.DeskOfProgram("test", default);
        Assert.Equal(16, await desk.Sql.First("select count(*) from user_account", r => r.GetInt64(0), default));
        Assert.Equal(25, System.IO.Directory.EnumerateFiles(folder["mail"], "*.demo*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task A_house_in_which_people_work_is_left_alone()
    {
        using var folder = new TempFolder();
        var settings = Read(folder.Path);
        await using (var house = await House.Open(settings, TimeProvider.System, default))
        {
            await new FirstStart(house).Run(new NewHouse("Thunder Systems", "sandro", "Sandro", "sandro@thundersystems.example", "a long password"), default);
        }

        var refusal = await Assert.ThrowsAsync<Refusal>(() => DemoFolder.Clear(settings, default));
        Assert.Contains("not a demo", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(settings.Database.File));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["sportello.db"], string.Join('\n', Enumerable.Repeat("shopping list", 200)));

        await Assert.ThrowsAsync<Refusal>(() => DemoFolder.Clear(Read(folder.Path), default));
        Assert.StartsWith("shopping list", await File.ReadAllTextAsync(folder["sportello.db"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_sends_nothing_whatever_its_configuration_says()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["config.ini"], "[smtp]\nhost = mail.example\nfrom = a@b.example\n[imap]\nhost = mail.example\n[xmpp]\njid = a@b.example\n");
        var settings = DemoFolder.KeptInside(SettingsReader.Read(folder["config.ini"], folder.Path, NoEnvironment));

        Assert.Null(settings.Smtp);
        Assert.Null(settings.Xmpp);
        Assert.Null(settings.Imap!.Host);
        Assert.Equal(folder["mail"], settings.Imap.Maildir);
    }

    private static async Task Lay(string folder)
    {
        await DemoFolder.Clear(Read(folder), default);
        DemoFolder.Configure(folder);
        await using var house = await House.Open(Read(folder), TimeProvider.System, default);
        await new LayDemo(house).Run(default);
        await new Postbag(house).Fill(default);
    }

    private static HouseSettings Read(string folder) =>
        DemoFolder.KeptInside(SettingsReader.Read(File.Exists(Path.Combine(folder, "config.ini")) ? Path.Combine(folder, "config.ini") : null, folder, NoEnvironment));
}
