namespace MiniTorch.Examples.Optimization;

/// <summary>All experiments, in the order of the lecture.</summary>
internal static class Catalog
{
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new LearningRate(),
        new CriticalPoints(),
        new Taylor(),
        new Eigenvalues(),
        new Conditioning(),
        new FeatureScaling(),
        new NewtonsMethod(),
        new NewtonAtSaddles(),
        new Convexity(),
        new CentralLimit(),
        new BatchSizes(),
        new DecayingRate(),
        new MomentumZigzag(),
        new MomentumForms(),
        new AdaptiveRates(),
        new AdamParts(),
        new EpsilonPlacement(),
        new SchedulesCompared(),
        new AdamAndSgd(),
        new RateSearch(),
        new SaddleEscape(),
        new HessianCost(),
        new DeepChains(),
        new Race(),
    ];
}
