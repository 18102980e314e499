namespace MiniTorch.Tests;

/// <summary>Tests that set the number of workers run alone.</summary>
[CollectionDefinition(nameof(UsesWorkersAlone), DisableParallelization = true)]
public sealed class UsesWorkersAlone;
