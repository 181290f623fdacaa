namespace Sportello.Demo;

public sealed record DemoSignIn(string Username, string Password, string What);

/// <summary>Accounts worth trying; everybody of the worked example has one, under the own name.</summary>
public static class DemoSignIns
{
    public static IReadOnlyList<DemoSignIn> All { get; } =
    [
        Of("sandro", "manager of barilla sw1, barilla sw2 and voiello sw, staff of others"),
        Of("vittorino", "manager of four projects"),
        Of("luca", "staff of barilla sw1 and de cecco sw"),
        Of("francesca", "customer, writes Italian"),
        Of("giorgia", "customer, writes Russian"),
        Of("daniela", "customer, writes English"),
        Of("admin", "administrator: a superuser in this demo, which admin is not in the worked example"),
    ];

    private static DemoSignIn Of(string username, string what) => new(username, Cast.PasswordOf(username), what);
}
