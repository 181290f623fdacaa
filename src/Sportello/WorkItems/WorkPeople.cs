using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory;
using Sportello.TestSuites;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.WorkItems;

/// <summary>Who may develop and test in a project: its managers and staff, the same people who may be given its tickets.</summary>
internal sealed class WorkPeople(Desk desk, long project)
{
    /// <summary>Somebody by username, name or number; none when nobody is called.</summary>
    public async Task<Contact?> Find(string? called, string field, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(called))
        {
            return null;
        }

        var key = await desk.FindContact(called, stop) ?? throw Refusal.Invalid(field, Said.Of("refusal.nobody", ("name", called)));
        var contact = await desk.Db.Contacts.SingleAsync(c => c.Id == key, stop);
        return await desk.Sql.First($"select 1 from ({Assignment.CandidatesOf("@project")}) able where id = @contact", _ => (int?)1, stop, ("@project", project), ("@contact", key)) is not null
            ? contact
            : throw Refusal.Invalid(field, Said.Of("refusal.work.cannot", ("name", contact.Name)));
    }

    public async Task<TestSuite?> Suite(string? name, CancellationToken stop) => string.IsNullOrWhiteSpace(name)
        ? null
        : await desk.Db.TestSuites.SingleOrDefaultAsync(s => s.Name == name, stop) ?? throw Refusal.Invalid("suite", Said.Of("refusal.work.suite", ("name", name)));

    public async Task<string?> NameOf(long? contact, CancellationToken stop) =>
        contact is null ? null : (await desk.Db.Contacts.FindAsync([contact.Value], stop))?.Name;

    public async Task<string?> SuiteName(long? suite, CancellationToken stop) =>
        suite is null ? null : (await desk.Db.TestSuites.FindAsync([suite.Value], stop))?.Name;
}
