namespace MiniTorch.Tests;

/// <summary>What goes wrong is named: the operation, the rule, what came.</summary>
public sealed class MisuseTests
{
    [Fact]
    public void Backward_of_several_elements_needs_a_gradient()
    {
        Tensor x = Tensor.Ones([2, 3], requiresGrad: true);
        Contains("this tensor has shape [2, 3]", () => (x * 2).Backward());
        Contains("this tensor has shape [0]", () => (x.Reshape(6)[..0] * 2).Backward());
        (x.Reshape(6)[..1] * 2).Backward();
    }

    [Fact]
    public void Backward_needs_something_that_requires_a_gradient()
    {
        Tensor x = Tensor.Ones([], requiresGrad: true);
        Contains("backward: this tensor of shape [] requires no gradient", () => Tensor.Ones([]).Backward());
        Contains("requires no gradient", () => x.Detach().Backward());
        using (Autograd.NoGrad())
        {
            Tensor y = x * 2;
            Contains("computed under NoGrad", () => y.Backward());
        }
    }

    [Fact]
    public void The_given_gradient_has_the_tensors_shape()
    {
        Tensor x = Tensor.Ones([2, 3], requiresGrad: true);
        string message = Assert.Throws<ArgumentException>(() => (x * 2).Backward(Tensor.Ones([3]))).Message;
        Assert.Contains("got [3] for [2, 3]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_floats_and_only_leaves_can_require_a_gradient()
    {
        Contains("only floating-point tensors have gradients; this one is int64 of shape [2]", () => Tensor.From([1L, 2]).RequiresGrad = true);
        Contains("this one is bool", () => _ = new Tensor(NDArray.Zeros([2], DType.Bool), requiresGrad: true));
        Tensor y = Tensor.Ones([2], requiresGrad: true) * 2;
        Contains("the result of 'mul'", () => y.RequiresGrad = false);
    }

    [Fact]
    public void A_saved_value_that_was_changed_in_place_is_an_error()
    {
        Tensor x = Tensor.Ones([2], requiresGrad: true), w = Tensor.Ones([2], requiresGrad: true);
        Tensor y = (x * w).Sum();
        int version = w.Value.Version;
        w.Value.Fill(3);
        Contains($"that 'mul' saved for its derivative was changed in place since: its version is {version + 1}, expected {version}", () => y.Backward());

        Tensor z = x.Exp();
        z.Value.Slice(0, 0, 1).Fill(0);
        Contains("float32 tensor of shape [2] that 'exp' saved", () => z.Sum().Backward());

        // What no derivative reads may change.
        Tensor sum = x + w;
        w.Value.Fill(4);
        sum.Sum().Backward();
    }

    [Fact]
    public void The_indices_that_max_saved_are_guarded_too()
    {
        Tensor x = Tensor.From([1.0, 3, 2], requiresGrad: true);
        (Tensor values, Tensor indices) = x.Max(0);
        indices.Value.Fill(0);
        Contains("that 'max' saved", () => values.Backward());
    }

    [Theory]
    [InlineData(new[] { 4 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 3, 2 })]
    [InlineData(new[] { 3 }, new[] { 1 })]
    public void A_derivative_of_a_wrong_shape_is_named(int[] input, int[] gradient)
    {
        Tensor x = Tensor.Ones(Shape.Of(input), requiresGrad: true);
        Tensor y = Planted.Copy(x, _ => Tensor.Ones(Shape.Of(gradient)), "crooked");
        Contains($"'crooked' made a gradient of shape {Shape.Of(gradient)} for an input of shape {Shape.Of(input)}", () => y.Sum().Backward());
    }

    [Fact]
    public void What_is_needed_of_Grad_is_said()
    {
        Tensor x = Tensor.Ones([2], requiresGrad: true), other = Tensor.Ones([3], requiresGrad: true), constant = Tensor.Ones([4]);
        Tensor y = x * 2;
        Contains("no output depends on input 1, of shape [3]; pass allowUnused: true", () => Autograd.Grad([y.Sum()], [x, other]));
        Contains("input 0, of shape [4], requires no gradient", () => Autograd.Grad([y.Sum()], [constant]));
        Contains("this tensor has shape [2]", () => Autograd.Grad([y], [x]));
        Contains("requires no gradient", () => Autograd.Grad([constant], [x]));
        Assert.Contains("got 1 for 2 outputs", Assert.Throws<ArgumentException>(() => Autograd.Grad([y, y], [x], [constant])).Message, StringComparison.Ordinal);
    }

    private static void Contains(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);
}
