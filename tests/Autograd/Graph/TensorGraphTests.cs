namespace MiniTorch.Tests;

/// <summary>The graph as text and as a drawing.</summary>
public sealed class TensorGraphTests
{
    private static (Tensor Loss, Tensor W, Tensor B) Example()
    {
        Tensor x = Tensor.Ones([2, 3]), w = Tensor.Ones([3, 4], requiresGrad: true), b = Tensor.Zeros([4], requiresGrad: true);
        Tensor hidden = (x.MatMul(w) + b).Tanh();
        return ((hidden * hidden).Sum(), w, b);
    }

    [Fact]
    public void Text_shows_operations_leaves_and_what_is_saved()
    {
        (Tensor loss, Tensor w, Tensor b) = Example();
        TensorGraph graph = loss.Graph([("w", w), ("b", b)]);
        Assert.Equal((5, 2), (graph.Operations, graph.Leaves));
        Assert.Equal(
            """
            0  sum     float32 []      from 1
            1  mul     float32 [2, 4]  from 2, 2  saved float32 [2, 4] (2), float32 [2, 4] (2)
            2  tanh    float32 [2, 4]  from 3     saved float32 [2, 4] (its result)
            3  add     float32 [2, 4]  from 4, b
            4  matmul  float32 [2, 4]  from ·, w  saved float32 [2, 3], float32 [3, 4] (w)
            b  leaf    float32 [4]
            w  leaf    float32 [3, 4]
            """.ReplaceLineEndings(),
            graph.ToString());
    }

    [Fact]
    public void An_operation_of_many_inputs_names_each()
    {
        Tensor x = Tensor.Ones([2], requiresGrad: true), y = Tensor.Ones([1], requiresGrad: true);
        Assert.Equal(
            """
            0  cat   float32 [5]  from x, ·, y
            x  leaf  float32 [2]
            y  leaf  float32 [1]
            """.ReplaceLineEndings(),
            Tensor.Cat([x, Tensor.Ones([2]), y]).Graph([("x", x), ("y", y)]).ToString());
    }

    [Fact]
    public void After_backward_nothing_is_saved()
    {
        (Tensor loss, _, _) = Example();
        loss.Backward();
        string text = loss.Graph().ToString();
        Assert.DoesNotContain("saved", text, StringComparison.Ordinal);
        Assert.Contains("leaf0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_has_no_history()
    {
        TensorGraph graph = Tensor.Ones([2]).Graph();
        Assert.Equal("no history: nothing this tensor was computed from requires a gradient", graph.ToString());
        Assert.Equal("digraph {\n  node [shape=box, fontname=monospace];\n}\n", graph.ToDot());
        Assert.Equal("leaf0  leaf  float32 [2]", Tensor.Ones([2], requiresGrad: true).Graph().ToString());
    }

    [Fact]
    public void Dot_draws_each_node_once_and_each_use()
    {
        (Tensor loss, Tensor w, _) = Example();
        string[] lines = loss.Graph([("a \"w\" \\ b", w)]).ToDot().Split('\n');
        Assert.Equal("digraph {", lines[0]);
        Assert.Contains("  n2 [label=\"2: tanh\\nfloat32 [2, 4]\\nsaved float32 [2, 4] (its result)\"];", lines);
        Assert.Equal(2, lines.Count(static line => line == "  n1 -> n2;"));
        Assert.Contains("  n4 -> n6;", lines);
        Assert.Contains(lines, static line => line.StartsWith("  n6 [label=\"a \\\"w\\\" \\\\ b\\nfloat32 [3, 4]\"", StringComparison.Ordinal));
        Assert.Single(lines, static line => line.Contains("[label=\"leaf", StringComparison.Ordinal));
        Assert.Equal("}", lines[^2]);
    }

    [Fact]
    public void A_deep_graph_is_no_recursion()
    {
        Tensor x = Tensor.From(1.0, requiresGrad: true), y = x;
        for (int i = 0; i < 100_000; i++)
        {
            y = y + 1;
        }

        TensorGraph graph = y.Graph();
        Assert.Equal((100_000, 1), (graph.Operations, graph.Leaves));
        Assert.StartsWith("0  ", graph.ToString().TrimStart(), StringComparison.Ordinal);
    }
}
