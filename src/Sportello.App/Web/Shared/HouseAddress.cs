namespace Sportello.App.Web.Shared;

/// <summary>Where this house is reached: as the settings say it, else as whoever asks has reached it.</summary>
internal static class HouseAddress
{
    public static string Of(HttpContext http) =>
        http.RequestServices.GetRequiredService<House>().Settings.Work.Url ?? $"{http.Request.Scheme}://{http.Request.Host}";
}
