using Sportello.App.Web;
using Sportello.Mailroom.Intake;

namespace Sportello.App.Api.Mail;

/// <summary>A mail server without a shell hands letters over here: the raw message is the body.</summary>
internal static class MailApi
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/mail", Deliver).Runs<DeliverLetter>().TakesRaw("message/rfc822").Gives<Delivered>(StatusCodes.Status201Created, StatusCodes.Status202Accepted, StatusCodes.Status200OK).WithSummary("Hand over a letter as it came");

    private static async Task<IResult> Deliver(ApiVisitor visitor, HttpRequest request)
    {
        var delivered = await new DeliverLetter(visitor.Desk).Run(request.Body, visitor.Stop);
        return Results.Json(delivered, statusCode: delivered.Outcome switch
        {
            "opened" or "added" => StatusCodes.Status201Created,
            "held" or "failed" => StatusCodes.Status202Accepted,
            _ => StatusCodes.Status200OK,
        });
    }
}
