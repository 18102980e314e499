using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MiniTorch.Tests;

/// <summary>That no operation lacks its proof, and that docs/ops.md tells what the proofs show.</summary>
public sealed partial class OpRegistryTests
{
    private static readonly Dictionary<string, string> _operators = new()
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/", ["op_UnaryNegation"] = "-x", ["op_Modulus"] = "%",
        ["op_GreaterThan"] = ">", ["op_LessThan"] = "<", ["op_GreaterThanOrEqual"] = ">=", ["op_LessThanOrEqual"] = "<=",
        ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|", ["op_ExclusiveOr"] = "^", ["op_OnesComplement"] = "~", ["op_LeftShift"] = "<<", ["op_RightShift"] = ">>",
        ["get_Part"] = "[]", ["set_Part"] = "[]=", ["op_UnaryPlus"] = "+x",
    };

    // What makes or changes a tensor without computing one.
    private static readonly string[] _notOperations = ["Detach", "get_Grad", "get_Value"];

    [Fact]
    public void Every_public_operation_has_a_proof()
    {
        string[] operations =
        [
            .. typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(static method => (Gives(method.ReturnType) || Compares(method) || method.Name == "set_Part") && !_notOperations.Contains(method.Name))
                .Select(static method => _operators.GetValueOrDefault(method.Name, method.Name.Replace("get_", "", StringComparison.Ordinal)))
                .Distinct(),
        ];
        string[] proven = [.. OpProofs.All.Select(static proof => proof.Name)];
        AssertNone(operations.Except(proven));
        AssertNone(proven.Except(operations));
        Assert.All(OpProofs.All, static proof => Assert.NotEmpty(proof.Cases));
    }

    [Fact]
    public void No_operation_is_listed_twice() =>
        Assert.Equal([], OpProofs.All.GroupBy(static proof => proof.Name).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void At_least_130_operations_are_differentiable_not_counting_forms_in_place() =>
        Assert.InRange(OpFacts.All.Count(static facts => facts.IsDifferentiable && !facts.IsInPlace), 130, int.MaxValue);

    [Fact]
    public void The_nodes_of_the_graph_have_the_names_in_the_sources_and_the_proofs_reach_them_all()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "Autograd"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] recorded = [.. sources.SelectMany(static text => RecordedName().Matches(text)).Select(static match => match.Groups["name"].Value)];
        string[] words = [.. sources.SelectMany(static text => Word().Matches(text)).Select(static match => match.Groups["name"].Value)];
        HashSet<string> reached = [.. OpFacts.All.SelectMany(static facts => facts.Nodes)];
        AssertNone(recorded.Except(reached));
        AssertNone(reached.Except(words));
    }

    [Fact]
    public void The_page_of_operations_is_what_the_proofs_show()
    {
        string page = OpFacts.Page();
        string path = Path.Combine(Checkout.Root, "docs", "ops.md");
        if (Environment.GetEnvironmentVariable("MINITORCH_UPDATE_OPS") is { Length: > 0 })
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(File.ReadAllText(path), page, ignoreLineEndingDifferences: true);
    }

    private static void AssertNone(IEnumerable<string> names, [CallerArgumentExpression(nameof(names))] string what = "")
    {
        string found = string.Join(" ", names.Order(StringComparer.Ordinal));
        Assert.True(found.Length == 0, $"{what}: {found}");
    }

    private static bool Compares(MethodInfo method) =>
        method.ReturnType == typeof(bool) && method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(Tensor));

    private static bool Gives(Type type) =>
        type == typeof(Tensor) || type.GetElementType() == typeof(Tensor) || (type.IsGenericType && type.GetGenericArguments().Any(Gives));

    [GeneratedRegex(@"Op\.(?:Record|RecordMany)\(\s*""(?<name>\w+)""")]
    private static partial Regex RecordedName();

    // The name may also be a constant, or be given to a method that records.
    [GeneratedRegex(@"""(?<name>\w+)""")]
    private static partial Regex Word();
}
