using MiniTorch.Examples;
using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

/// <summary>Names as they are typed.</summary>
public class ExperimentNamesTests
{
    [Fact]
    public void An_experiment_is_found_in_any_case_and_once() =>
        Assert.Equal("learning-rate", Assert.Single(ExperimentNames.Find(["Learning-Rate", "learning-rate"])).Name);

    [Theory]
    [InlineData("lerning-rat")]
    [InlineData("learning")]
    [InlineData("LEARNING_RATE")]
    public void An_unknown_name_is_refused_with_the_nearest(string name)
    {
        Assert.Equal("learning-rate", ExperimentNames.Nearest(name).First());

        var refused = Assert.Throws<BadInputException>(() => ExperimentNames.Find([name]));

        Assert.StartsWith($"there is no experiment '{name}'; the nearest: learning-rate", refused.Message, StringComparison.Ordinal);
    }
}
