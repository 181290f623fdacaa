using Sportello.Settings;

namespace Sportello.Data.Care;

/// <summary>The statements that make an empty database: for administrators who let no program make tables, and for the file that lies ready.</summary>
public sealed class DatabaseScript(HouseSettings settings)
{
    public async Task<string> Run(CancellationToken stop)
    {
        using var database = Database.At(settings.Database);
        return await database.Script(stop);
    }
}
