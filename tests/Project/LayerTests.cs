using System.Reflection;
using System.Xml.Linq;

namespace MiniTorch.Tests.Project;

/// <summary>The arrows between the layers, and what src/ depends on: in the built assemblies and in the project files.</summary>
public class LayerTests
{
    private static readonly string _framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static TheoryData<string> LayerNames => Repository.LayerNames;

    [Fact]
    public void Every_project_of_src_is_a_layer_in_the_table_or_the_package() =>
        Assert.Equal(
            Repository.Layers.Select(layer => layer.Name).Append("Package").Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Assembly_refers_to_the_layers_below_it_and_its_own_packages_only(string name)
    {
        Layer layer = Repository.LayerOf(name);
        string[] allowed = [.. layer.Below.Select(below => $"MiniTorch.{below}"), .. layer.Packages];

        IEnumerable<string> referenced = layer.Load().GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.Empty(referenced.Where(reference => !IsFramework(reference)).Except(allowed));
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Project_file_names_the_layers_below_it_and_its_own_packages_only(string name)
    {
        Layer layer = Repository.LayerOf(name);
        XDocument project = XDocument.Load(layer.ProjectFile);

        Assert.Empty(ProjectReferences(project).Except(layer.Below.Select(below => $"MiniTorch.{below}")));
        Assert.Equal(layer.Packages.Order(StringComparer.Ordinal), Includes(project, "PackageReference"));
    }

    [Fact]
    public void The_package_holds_every_layer_and_depends_on_what_the_layers_depend_on()
    {
        XDocument project = XDocument.Load(Path.Combine(Repository.Root, "src", "Package", "MiniTorch.csproj"));

        Assert.Equal(Repository.Layers.Select(layer => layer.AssemblyName).Order(StringComparer.Ordinal), ProjectReferences(project));
        Assert.Equal(Repository.Layers.SelectMany(layer => layer.Packages).Distinct().Order(StringComparer.Ordinal), Includes(project, "PackageReference"));
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Layer_is_ready_for_trimming_and_ahead_of_time_compilation_and_documented(string name)
    {
        Assembly assembly = Repository.LayerOf(name).Load();

        string?[] marks = [.. assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(a => a.Value == "True").Select(a => a.Key)];

        Assert.Contains("IsTrimmable", marks);
        Assert.Contains("IsAotCompatible", marks);
        Assert.True(File.Exists(Path.ChangeExtension(assembly.Location, ".xml")), "no documentation file beside the assembly");
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Layer_calls_no_native_code(string name)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

        IEnumerable<MethodInfo> imported = Repository.LayerOf(name).Load().GetTypes()
            .SelectMany(type => type.GetMethods(all))
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl));

        Assert.Empty(imported);
    }

    private static bool IsFramework(string assembly) => File.Exists(Path.Combine(_framework, assembly + ".dll"));

    private static IEnumerable<string> ProjectReferences(XDocument project) =>
        Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")!.Value).Order(StringComparer.Ordinal);
}
