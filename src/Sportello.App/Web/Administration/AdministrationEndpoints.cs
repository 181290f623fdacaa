namespace Sportello.App.Web.Administration;

/// <summary>What is set for everybody.</summary>
internal static class AdministrationEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        TicketSettingsEndpoints.Map(web);
        NamesEndpoints.Map(web);
        FieldEndpoints.Map(web);
        TargetEndpoints.Map(web);
        HealthEndpoints.Map(web);
        CannedReplyEndpoints.Map(web);
    }
}
