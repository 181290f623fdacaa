namespace Sportello.TestSuites;

/// <summary>Automatic tests that belong to a contact and can be attached to a work item.</summary>
internal sealed class TestSuite
{
    private TestSuite()
    {
    }

    public TestSuite(string name, long? ownerId)
    {
        Name = name;
        OwnerId = ownerId;
    }

    public long Id { get; private set; }

    public string Name { get; private set; } = "";

    public long? OwnerId { get; set; }
}
