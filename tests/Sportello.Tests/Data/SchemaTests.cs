using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Sportello.Data;

namespace Sportello.Tests.Data;

public sealed class SchemaTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_migrated_schema_holds_every_column_of_the_model_and_no_other_in_its_tables(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var columns = await desk.Sql.List(desk.Sql.Dialect.ColumnsQuery, r => $"{r.GetString(0)}.{r.GetString(1)}", default);
        var model = desk.Db.Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()}")).Distinct().ToList();
        var tables = desk.Db.Model.GetEntityTypes().Select(e => e.GetTableName()).ToHashSet();

        Assert.Empty(model.Except(columns));
        Assert.Empty(columns.Where(c => tables.Contains(c.Split('.')[0])).Except(model));
    }

    [Fact]
    public void The_newest_migration_is_named_where_programs_look_for_it()
    {
        var names = typeof(DeskDb).Assembly.GetTypes()
            .Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();
        Assert.Equal(Sportello.Data.Migrations.Newest.Name, names.Max(StringComparer.Ordinal));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_statements_that_lie_ready_for_a_new_database_are_those_of_the_migrations(DatabaseProvider provider)
    {
        using var database = Database.At(new(provider, "unused.db", "Host=localhost"));
        var name = $"{database.Dialect.Name}.sql";
        await using var ready = typeof(DeskDb).Assembly.GetManifestResourceStream($"migrations/{name}")!;
        using var reader = new StreamReader(ready);

        Assert.True(
            await database.Script(default) == await reader.ReadToEndAsync(),
            $"A migration has changed: write what “sportello db script” prints for this database into src/Sportello/Data/Migrations/{name}.");
    }
}
