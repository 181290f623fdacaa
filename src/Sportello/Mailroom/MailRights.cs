namespace Sportello.Mailroom;

/// <summary>Who may see letters that are in no ticket, and decide on them: they belong to no project yet.</summary>
internal static class MailRights
{
    public static void Demand(Desk desk, string permission)
    {
        if (!desk.Actor.Holds(permission))
        {
            throw Refusal.Denied(Words.Said.Of("letter-no.right", ("permission", permission)));
        }
    }
}
