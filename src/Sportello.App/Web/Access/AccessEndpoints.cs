namespace Sportello.App.Web.Access;

/// <summary>Who may do what: users, groups, permissions over all projects, tokens, and the log of it all.</summary>
internal static class AccessEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        UserEndpoints.Map(web);
        GroupEndpoints.Map(web);
        GeneralEndpoints.Map(web);
        TokenEndpoints.Map(web);
        AuditEndpoints.Map(web);
    }
}
