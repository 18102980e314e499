using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

/// <summary>An experiment that does as it is told.</summary>
internal sealed class FakeExperiment(string name, Claim[] claims, Action<Lesson> run) : Experiment
{
    public static readonly Claim Certain = new("One is less than two", "one", Relation.Less, 2);

    public static readonly Claim Seeded = new("Seeds are small", "seed", Relation.Less, 9) { HasSeeds = true };

    public static readonly Claim Open = new("Nobody knows", "three", Relation.Greater, 4) { ShouldHold = false };

    public override string Name => name;

    public override string Title => $"Title of {name}";

    public override string Explanation => "First paragraph.\n\nSecond paragraph.";

    public override IReadOnlyList<Claim> Claims => claims;

    public static FakeExperiment Measuring(string name, double figure) =>
        new(name, [Certain], lesson => lesson.Measured(Certain, figure));

    public override void Run(Lesson lesson) => run(lesson);
}
