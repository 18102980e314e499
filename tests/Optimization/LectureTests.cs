using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

public class LectureTests
{
    [Fact]
    public void Names_are_distinct() => Assert.Distinct(Catalog.Experiments.Select(static experiment => experiment.Name));
}
