using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Sportello.App.Api.Access;
using Sportello.App.Api.Administration;
using Sportello.App.Api.Directory;
using Sportello.App.Api.Jobs;
using Sportello.App.Api.Mail;
using Sportello.App.Api.Me;
using Sportello.App.Api.Metrics;
using Sportello.App.Api.Perfectionist;
using Sportello.App.Api.Projects;
using Sportello.App.Api.Reports;
using Sportello.App.Api.Search;
using Sportello.App.Api.TestTrends;
using Sportello.App.Api.Tickets;
using Sportello.App.Api.Webhooks;
using Sportello.App.Api.WorkItems;
using Sportello.Idempotency;

namespace Sportello.App.Api;

/// <summary>The same verbs as JSON, for programs with a token.</summary>
internal static class ApiDoor
{
    public const string Path = "/api/v1";

    public static void AddApiDoor(this IServiceCollection services)
    {
        services.AddOpenApiDescription();
        services.AddSingleton<RepeatableRequests>();
        services.AddSingleton<RequestMeter>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, TokenScheme>(TokenScheme.Name, null);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
    }

    public static void UseApiDoor(this WebApplication app)
    {
        app.Services.GetRequiredService<RequestMeter>();
        app.UseWhen(RateLimit.IsFor, api => api.UseMiddleware<RateLimit>());
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal) && IdempotentPosts.IsFor(http), api => api.UseMiddleware<IdempotentPosts>());
        var api = app.MapGroup(Path)
            .RequireAuthorization(new AuthorizationPolicyBuilder(TokenScheme.Name).RequireAuthenticatedUser().Build())
            .DisableAntiforgery();
        TicketApi.Map(api);
        TakingPartApi.Map(api);
        MovingApi.Map(api);
        WritingApi.Map(api);
        UploadApi.Map(api);
        DraftApi.Map(api);
        TicketMailApi.Map(api);
        ViewApi.Map(api);
        ManyTicketsApi.Map(api);
        WorkItemApi.Map(api);
        ProjectApi.Map(api);
        MemberApi.Map(api);
        OrganizationApi.Map(api);
        ContactApi.Map(api);
        DuplicateApi.Map(api);
        PersonDataApi.Map(api);
        ImportApi.Map(api);
        UserApi.Map(api);
        GroupApi.Map(api);
        GeneralPermissionApi.Map(api);
        TokenApi.Map(api);
        AuditApi.Map(api);
        TestResultsApi.Map(api);
        MailApi.Map(api);
        LetterApi.Map(api);
        BoxApi.Map(api);
        OutboxApi.Map(api);
        OwnApi.Map(api);
        CannedReplyApi.Map(api);
        FieldApi.Map(api);
        TargetApi.Map(api);
        SettingsApi.Map(api);
        CheckupApi.Map(api);
        JobApi.Map(api);
        MessageApi.Map(api);
        FindingApi.Map(api);
        ReportApi.Map(api);
        SearchApi.Map(api);
        WebhookApi.Map(api);
        HealthApi.Map(app);
        MetricsApi.Map(app);
        app.MapOpenApiDescription();
    }
}
