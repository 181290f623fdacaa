using Sportello.Portable.Forms;

namespace Sportello.Portable.Taking;

/// <summary>Who wrote a comment: a contact, an account without one, or somebody the house knows by name only.</summary>
internal readonly record struct Author(long? ContactId, string Name, bool Staff);

internal static class Authors
{
    /// <summary>None, with a fault, when nobody is called so.</summary>
    public static Author? AuthorOf(this ImportRun run, CommentForm form)
    {
        if (form.At.Faulty)
        {
            return null;
        }

        if (form.Author is not { } called)
        {
            return new Author(null, form.AuthorName!, form.ByStaff.Value);
        }

        if (called.Number is null && run.Users.Has(called.Text) && run.People.OfUser(called.Text) is null)
        {
            return new Author(null, form.AuthorName ?? called.Text, form.ByStaff.Or(true));
        }

        return run.People.Find(form.At, called) is { } id
            ? new Author(id, form.AuthorName ?? run.People.At(id)!.Name, form.ByStaff.Or(run.IsWorker(id)))
            : null;
    }
}
