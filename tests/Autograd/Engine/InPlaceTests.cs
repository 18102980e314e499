namespace MiniTorch.Tests;

/// <summary>Operations in place: their derivatives, and what is refused while they are recorded.</summary>
public sealed class InPlaceTests
{
    public static TheoryData<string> Operations => [.. Ops.Keys];

    // The form in place, and the one that returns a new tensor.
    private static Dictionary<string, (Func<Tensor, Tensor, Tensor> InPlace, Func<Tensor, Tensor, Tensor> Out)> Ops { get; } = new()
    {
        ["add"] = (static (x, y) => x.AddInPlace(y), static (x, y) => x + y),
        ["add number"] = (static (x, y) => x.AddInPlace(3), static (x, y) => x + 3),
        ["sub"] = (static (x, y) => x.SubtractInPlace(y), static (x, y) => x - y),
        ["sub number"] = (static (x, y) => x.SubtractInPlace(3), static (x, y) => x - 3),
        ["mul"] = (static (x, y) => x.MultiplyInPlace(y), static (x, y) => x * y),
        ["mul number"] = (static (x, y) => x.MultiplyInPlace(3), static (x, y) => x * 3),
        ["div"] = (static (x, y) => x.DivideInPlace(y), static (x, y) => x / y),
        ["div number"] = (static (x, y) => x.DivideInPlace(3), static (x, y) => x / 3),
        ["neg"] = (static (x, y) => x.NegateInPlace(), static (x, y) => -x),
        ["exp"] = (static (x, y) => x.ExpInPlace(), static (x, y) => x.Exp()),
        ["log"] = (static (x, y) => x.LogInPlace(), static (x, y) => x.Log()),
        ["sqrt"] = (static (x, y) => x.SqrtInPlace(), static (x, y) => x.Sqrt()),
        ["tanh"] = (static (x, y) => x.TanhInPlace(), static (x, y) => x.Tanh()),
        ["sigmoid"] = (static (x, y) => x.SigmoidInPlace(), static (x, y) => x.Sigmoid()),
        ["relu"] = (static (x, y) => x.ReluInPlace(), static (x, y) => x.Relu()),
        ["fill"] = (static (x, y) => x.FillInPlace(3), static (x, y) => (x * 0) + 3),
        ["zero"] = (static (x, y) => x.ZeroInPlace(), static (x, y) => x * 0),
        ["copy"] = (static (x, y) => x.CopyFrom(y), static (x, y) => (x * 0) + y),
        ["row"] = (static (x, y) => Set(x, y, static (x, y) => x[1] = y), static (x, y) => (x * Mask(1, 0)) + (y * Mask(0, 1))),
        ["itself"] = (static (x, y) => x.MultiplyInPlace(x), static (x, y) => x * x),
        ["its own row"] = (static (x, y) => x.DivideInPlace(x[1]), static (x, y) => x / x[1]),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Values_and_derivatives_are_those_of_the_other_form(string name)
    {
        (Func<Tensor, Tensor, Tensor> inPlace, Func<Tensor, Tensor, Tensor> apart) = Ops[name];
        var generator = new Generator(1UL);
        Tensor a = Tensor.Rand([2, 3], DType.Float64, requiresGrad: true, generator), b = Tensor.Rand([3], DType.Float64, requiresGrad: true, generator);
        Tensor Changed(Tensor[] x)
        {
            Tensor whole = x[0] * 2 + 0.5, same = inPlace(whole, x[1] + 0.5);
            Assert.Same(whole, same);
            return whole;
        }

        Tensor Apart(Tensor[] x) => apart((x[0] * 2) + 0.5, x[1] + 0.5);
        Close.Assert(Apart([a, b]), Changed([a, b]));
        Assert.True(Autograd.GradCheck(Changed, [a, b]).Passed, Autograd.GradCheck(Changed, [a, b]).ToString());
        GradCheckResult second = Autograd.GradGradCheck(x => Changed(x) * x[0], [a, b]);
        Assert.True(second.Passed, second.ToString());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_leaf_may_change_under_NoGrad_and_a_constant_at_any_time(string name)
    {
        (Func<Tensor, Tensor, Tensor> inPlace, Func<Tensor, Tensor, Tensor> apart) = Ops[name];
        Tensor leaf = Tensor.Full([2, 3], 0.5, requiresGrad: true), constant = Tensor.Full([2, 3], 0.5), other = Tensor.Full([3], 0.25);
        Tensor expected = apart(constant, other).Clone();
        Close.Assert(expected.To(DType.Float32), inPlace(constant, other));
        Assert.False(constant.RequiresGrad);
        using (Autograd.NoGrad())
        {
            Close.Assert(expected.To(DType.Float32), inPlace(leaf, other).Detach());
        }

        Assert.True(leaf is { IsLeaf: true, RequiresGrad: true });
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_leaf_and_a_view_are_refused_while_recording(string name)
    {
        Func<Tensor, Tensor, Tensor> inPlace = Ops[name].InPlace;
        Tensor leaf = Tensor.Full([2, 3], 0.5, requiresGrad: true), other = Tensor.Full([3], 0.25);
        string message = Assert.Throws<InvalidOperationException>(() => inPlace(leaf, other)).Message;
        Assert.Contains("a leaf that requires a gradient cannot be changed in place while operations are recorded; this one has shape [2, 3]: use ", message, StringComparison.Ordinal);
        Assert.Contains("Autograd.NoGrad()", message, StringComparison.Ordinal);

        Tensor view = (leaf * 2).Transpose(0, 1).Transpose(0, 1);
        message = Assert.Throws<InvalidOperationException>(() => inPlace(view, other)).Message;
        Assert.Contains("a view cannot be changed in place while operations are recorded", message, StringComparison.Ordinal);
        Assert.Contains("made by 'transpose'", message, StringComparison.Ordinal);
        Assert.All(leaf.ToArray<float>(), static value => Assert.Equal(0.5f, value));
        Assert.All(view.ToArray<float>(), static value => Assert.Equal(1, value));
        using (Autograd.NoGrad())
        {
            inPlace(view, other);
        }
    }

    public static TheoryData<string> Views => [.. ViewsOf.Keys];

    // Ways to the same memory, those that change nothing among them.
    private static Dictionary<string, Func<Tensor, Tensor>> ViewsOf { get; } = new()
    {
        ["reshape"] = static x => x.Reshape(3, 2),
        ["same reshape"] = static x => x.Reshape(2, 3),
        ["flatten"] = static x => x.Flatten(),
        ["same expand"] = static x => x.Expand([2, 3]),
        ["squeeze of nothing"] = static x => x.Squeeze(0),
        ["unsqueeze"] = static x => x.Unsqueeze(0),
        ["transpose"] = static x => x.Transpose(0, 1),
        ["reshaped slice"] = static x => x[..1].Reshape(3),
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_kind_of_view_of_a_leaf_and_of_a_constant_is_refused(string name)
    {
        Tensor leaf = Tensor.Ones([2, 3], requiresGrad: true), constant = Tensor.Ones([2, 3]), w = Tensor.Ones([1], requiresGrad: true);
        Throws("a view cannot be changed in place", () => ViewsOf[name](leaf).AddInPlace(1));
        Throws("a view cannot be changed in place", () => ViewsOf[name](leaf * 1).AddInPlace(1));
        Throws("a view cannot be changed in place", () => ViewsOf[name](constant).AddInPlace(w));
        Throws("a view cannot be changed in place", () => ViewsOf[name](constant)[..1] = w);
        Assert.All(constant.ToArray<float>(), static value => Assert.Equal(1, value));
        (leaf * 2).Sum().Backward();
        Assert.NotNull(leaf.Grad);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_of_a_constant_is_refused_once_the_constant_has_a_history(string name)
    {
        Tensor constant = Tensor.Zeros([2, 3]), w = Tensor.Ones([3], requiresGrad: true), view = ViewsOf[name](constant);
        constant.AddInPlace(w);
        Throws("take the view again", () => view * 3);
        using (Autograd.NoGrad())
        {
            Assert.Equal(3, (view * 3).ToArray<float>()[0]);
        }

        ViewsOf[name](constant).Sum().Backward();
        Assert.NotNull(w.Grad);
    }

    [Fact]
    public void Whatever_shares_memory_with_a_recorded_change_is_refused_after_it()
    {
        Tensor w = Tensor.Ones([2], requiresGrad: true), constant = Tensor.Ones([2]), same = new(constant.Value), detached = constant.Detach();
        constant.MultiplyInPlace(w * 2);
        Throws("change a Clone() instead", () => same * w);
        Assert.Equal([2, 2], (detached * 1).ToArray<float>());

        Tensor leaf = Tensor.Ones([2], requiresGrad: true);
        leaf.Detach().MultiplyInPlace(w);
        Throws("change a Clone() instead", () => leaf * 2);
    }

    [Fact]
    public void Results_of_every_shape_may_be_changed()
    {
        Tensor matrix = Tensor.Ones([3, 2], requiresGrad: true), vector = Tensor.Ones([2]);
        matrix.MatMul(vector).AddInPlace(1).Sum().Backward();
        Assert.All(matrix.Grad!.ToArray<float>(), static value => Assert.Equal(1, value));
    }

    [Fact]
    public void A_view_of_a_constant_takes_no_history_in_but_plain_values()
    {
        Tensor constant = Tensor.Zeros([2, 3]), w = Tensor.Ones([3], requiresGrad: true);
        Throws("a view cannot be changed", () => constant[0].AddInPlace(w));
        constant[0].AddInPlace(5);
        Assert.Equal([5, 5, 5, 0, 0, 0], constant.ToArray<float>());
    }

    [Fact]
    public void A_constant_takes_the_history_of_what_is_written_into_it()
    {
        Tensor w = Tensor.From([1.0, 2, 3], requiresGrad: true), rows = Tensor.Zeros([4, 3], DType.Float64);
        for (int i = 0; i < 3; i++)
        {
            rows[i] = w * (i + 1);
        }

        Assert.False(rows.IsLeaf);
        rows[..2, 0] = Tensor.From(9.0);
        rows.Sum().Backward();
        Assert.Equal([3, 6, 6], w.Grad!.ToArray<double>());
        Assert.Equal([9, 2, 3, 9, 4, 6, 3, 6, 9, 0, 0, 0], rows.ToArray<double>());
    }

    [Fact]
    public void Values_that_were_saved_before_the_change_are_guarded()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true), y = x.Exp();
        y.AddInPlace(1);
        Throws("'exp' saved for its derivative was changed in place since", () => y.Sum().Backward());

        // What no derivative reads may change.
        Tensor z = x * 2;
        z.AddInPlace(1);
        z.MultiplyInPlace(3);
        z.Sum().Backward();
        Assert.Equal([6, 6, 6], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_view_that_was_taken_before_the_change_is_refused_after_it()
    {
        Tensor x = Tensor.Ones([2, 3], requiresGrad: true), whole = x * 2, row = whole[0], constantRow = whole.Detach()[0];
        Tensor used = row * 1;
        whole.MultiplyInPlace(10);
        Assert.Equal([20, 20, 20], row.ToArray<float>());
        Throws("made by 'squeeze'", () => row * 2, "take the view again");
        Throws("take the view again", () => row.Sum());
        Throws("take the view again", () => row.Backward(Tensor.Ones([3])));
        Assert.Equal([40, 40, 40], (constantRow * 2).ToArray<float>());

        // What was computed from it before, and what is taken anew, is right.
        (used.Sum() + whole[0].Sum()).Backward();
        Assert.Equal([22, 22, 22, 0, 0, 0], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_parameters_views_survive_its_update()
    {
        Tensor w = Tensor.Ones([2, 3], requiresGrad: true), view = w.Transpose(0, 1);
        using (Autograd.NoGrad())
        {
            w.SubtractInPlace(0.5);
        }

        (view * 2).Sum().Backward();
        Assert.All(w.Grad!.ToArray<float>(), static value => Assert.Equal(2, value));
    }

    [Fact]
    public void The_result_must_keep_shape_and_type()
    {
        Tensor x = Tensor.Ones([3]), whole = Tensor.Ones([2, 3]), count = Tensor.Zeros([3], DType.Int64);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => x.AddInPlace(whole)).Message, StringComparison.Ordinal);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => count.AddInPlace(x)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => x[..] = whole).Message, StringComparison.Ordinal);
        Assert.Equal([1, 1, 1], x.ToArray<float>());

        // A wider operand is converted to this tensor's type.
        Assert.Equal(DType.Float32, x.AddInPlace(Tensor.Ones([3], DType.Float64)).DType);
        Assert.Equal([2, 2, 2], x.ToArray<float>());
        Assert.Equal([2L, 2, 2], count.AddInPlace(Tensor.Full([3], 2, DType.Int32)).ToArray<long>());
        count[1] = Tensor.From(7.9);
        Assert.Equal([2L, 7, 2], count.ToArray<long>());
    }

    [Fact]
    public void A_wider_operand_receives_its_gradient_in_its_own_type()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true), w = Tensor.Full([3], 2, DType.Float64, requiresGrad: true);
        Tensor y = x * 1;
        y.MultiplyInPlace(w);
        y.Sum().Backward();
        Assert.Equal((DType.Float32, DType.Float64), (x.Grad!.DType, w.Grad!.DType));
        Assert.Equal([1, 1, 1], w.Grad.ToArray<double>());
    }

    [Fact]
    public void A_failed_change_leaves_the_history_as_it_was()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true), y = x * 2, view = y[..2];
        Assert.Throws<ArgumentException>(() => y.AddInPlace(Tensor.Ones([4])));
        (y.Sum() + view.Sum()).Backward();
        Assert.Equal([4, 4, 2], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void The_gradient_that_is_retained_is_that_of_the_changed_tensor()
    {
        Tensor x = Tensor.Ones([3], requiresGrad: true), y = x * 2;
        y.RetainGrad();
        y.MultiplyInPlace(5);
        Assert.True(y.RetainsGrad);
        (y * 3).Sum().Backward();
        Assert.Equal([3, 3, 3], y.Grad!.ToArray<float>());
        Assert.Equal([30, 30, 30], x.Grad!.ToArray<float>());
    }

    private static Tensor Mask(double first, double second) => Tensor.From([first, second]).Unsqueeze(1);

    private static Tensor Set(Tensor x, Tensor y, Action<Tensor, Tensor> set)
    {
        set(x, y);
        return x;
    }

    private static void Throws(string message, Func<object> action, string also = "") => Throws(message, () => { _ = action(); }, also);

    private static void Throws(string message, Action action, string also = "")
    {
        string actual = Assert.Throws<InvalidOperationException>(action).Message;
        Assert.Contains(message, actual, StringComparison.Ordinal);
        Assert.Contains(also, actual, StringComparison.Ordinal);
    }
}
