using MiniTorch.Examples.Optimization;

foreach (Experiment experiment in Catalog.Experiments)
{
    Console.WriteLine($"{experiment.Name}: {experiment.Title}");
}
