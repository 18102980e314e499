using System.Reflection;

namespace MiniTorch.Tests.Project;

/// <summary>A layer of <c>src/</c>: the layers and packages that it may use, transitively.</summary>
internal sealed record Layer(string Name, string[] Below, string[] Packages)
{
    public string AssemblyName => $"MiniTorch.{Name}";

    public string ProjectFile => Path.Combine(Repository.Root, "src", Name, $"{AssemblyName}.csproj");

    public Assembly Load() => Assembly.Load(AssemblyName);
}

/// <summary>The checkout that this test was built from.</summary>
internal static class Repository
{
    /// <summary>The architecture in one table. A new layer or dependency is a decision: docs/architecture.md says why it is there.</summary>
    public static readonly Layer[] Layers =
    [
        new("Tensors", [], ["System.Numerics.Tensors"]),
        new("Autograd", ["Tensors"], ["System.Numerics.Tensors"]),
        new("NN", ["Autograd", "Tensors"], []),
        new("Curvature", ["Autograd", "Tensors"], ["MathNet.Numerics"]),
        new("Optim", ["Curvature", "Autograd", "Tensors"], []),
        new("Data", ["Autograd", "Tensors"], ["CsvHelper"]),
        new("Serialization", ["Autograd", "Tensors"], []),
        new("Training", ["NN", "Optim", "Data", "Serialization", "Curvature", "Autograd", "Tensors"], []),
    ];

    public static readonly string Root = Checkout.Root;

    private static readonly string[] _codeFolders = ["src", "tests", "examples", "benchmarks"];

    public static TheoryData<string> LayerNames => [.. Layers.Select(layer => layer.Name)];

    public static Layer LayerOf(string name) => Layers.Single(layer => layer.Name == name);

    /// <summary>All files of src, tests, examples and benchmarks with this ending, relative to the root, with slashes.</summary>
    public static string[] FilesEndingIn(string ending) =>
    [
        .. _codeFolders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*" + ending, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
