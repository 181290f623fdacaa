using Sportello.Data;
using Sportello.Data.Care;

namespace Sportello.Tests.Data;

public sealed class CareTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_backup_brings_back_what_was_there_and_replaces_data_only_by_force(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var before = await WorkedExample.Export(test);
        await new BackUpDatabase(test.House.Settings).Run(test.Folder["backup"], default);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"Later","category":"cus"}]}""");

        await Assert.ThrowsAsync<Refusal>(() => new RestoreDatabase(test.House.Settings).Run(test.Folder["backup"], force: false, default));
        await new RestoreDatabase(test.House.Settings).Run(test.Folder["backup"], force: true, default);

        Assert.Equal(before, await WorkedExample.Export(test));
        Assert.Empty(await new CheckDatabase(test.House.Settings).Run(default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_no_backup_leaves_the_database_as_it_is(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var before = await WorkedExample.Export(test);
        await File.WriteAllTextAsync(test.Folder["nothing"], "no backup at all");

        await Assert.ThrowsAsync<Refusal>(() => new RestoreDatabase(test.House.Settings).Run(test.Folder["nothing"], force: true, default));
        Assert.Equal(before, await WorkedExample.Export(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_kept_count_that_is_wrong_is_found(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, """{"tickets":[{"number":10000,"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z"}]}""");
        Assert.Empty(await new CheckDatabase(test.House.Settings).Run(default));
        await using (var desk = await test.House.DeskOfProgram("test", default))
        {
            await desk.Sql.Run("update ticket_count set n = 7", default);
        }

        Assert.Contains("barilla sw1, assignee 0, status new: 7 are kept, 1 are there", Assert.Single(await new CheckDatabase(test.House.Settings).Run(default)));
    }
}
