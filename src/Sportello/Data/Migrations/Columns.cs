using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Sportello.Data.Migrations;

/// <summary>Columns by the type they have in code, so that one migration serves both databases.</summary>
internal static class Columns
{
    public static OperationBuilder<AddColumnOperation> Identity(this ColumnsBuilder table) => table
        .Column<long>(name: "id", nullable: false)
        .Annotation("Sqlite:Autoincrement", true)
        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);

    public static OperationBuilder<AddColumnOperation> Key(this ColumnsBuilder table, string name, bool nullable = false) =>
        table.Column<long>(name: name, nullable: nullable);

    public static OperationBuilder<AddColumnOperation> Text(this ColumnsBuilder table, string name, bool nullable = false) =>
        table.Column<string>(name: name, nullable: nullable);

    /// <summary>Text that is sorted by its bytes, as the embedded database does anyway.</summary>
    public static OperationBuilder<AddColumnOperation> Bytewise(this ColumnsBuilder table, string name, MigrationBuilder migration) =>
        table.Column<string>(name: name, nullable: false, collation: migration.ActiveProvider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true ? "C" : null);

    public static OperationBuilder<AddColumnOperation> Int(this ColumnsBuilder table, string name, bool nullable = false) =>
        table.Column<int>(name: name, nullable: nullable, defaultValue: nullable ? null : 0);

    public static OperationBuilder<AddColumnOperation> Flag(this ColumnsBuilder table, string name) =>
        table.Column<bool>(name: name, nullable: false, defaultValue: false);

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public static OperationBuilder<AddColumnOperation> Moment(this ColumnsBuilder table, string name, bool nullable = false) =>
        table.Column<long>(name: name, nullable: nullable);

    public static void Index(this MigrationBuilder migration, string table, params string[] columns) =>
        migration.CreateIndex($"ix_{table}_{string.Join('_', columns)}", table, columns);

    public static void UniqueIndex(this MigrationBuilder migration, string table, params string[] columns) =>
        migration.CreateIndex($"ix_{table}_{string.Join('_', columns)}", table, columns, unique: true);
}
