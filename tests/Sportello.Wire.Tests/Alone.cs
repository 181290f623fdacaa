namespace Sportello.Wire.Tests;

/// <summary>Tests that measure what the whole process allocates run when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
