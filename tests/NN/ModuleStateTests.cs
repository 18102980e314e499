using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ModuleStateTests
{
    [Fact]
    public void The_keys_are_PyTorchs_in_its_order()
    {
        var model = new Sequential(new Linear(2, 2), new ReLU(), new Scale(inner: new Mlp()));
        string[] expected =
        [
            "0.weight", "0.bias", "2.scale", "2.mean", "2.inner.fc1.weight", "2.inner.fc1.bias", "2.inner.fc2.weight", "2.inner.fc2.bias",
        ];
        Assert.Equal(expected, model.StateDict().Keys);
    }

    [Fact]
    public void A_state_loads_into_another_module()
    {
        Scale source = new(inner: new Mlp()), target = new(inner: new Mlp());
        Init.Uniform(source.Weight);
        Init.Uniform(source.Mean);
        IncompatibleKeys keys = target.LoadStateDict(source.StateDict());
        Assert.Empty(keys.MissingKeys);
        Assert.Empty(keys.UnexpectedKeys);
        Tensor x = Tensor.Randn([3, 4]);
        Check.SameBits(source.Forward(x), target.Forward(x), "result");
        Assert.True(target.Weight.RequiresGrad && target.Weight.IsLeaf);
    }

    [Fact]
    public void The_state_shares_its_values_and_has_no_history()
    {
        var linear = new Linear(2, 2);
        StateDict state = linear.StateDict();
        Assert.False(state["weight"].RequiresGrad);
        Init.Zeros(linear.Weight);
        Assert.Equal(new float[4], state["weight"].ToArray<float>());
    }

    [Fact]
    public void Other_types_are_converted()
    {
        var linear = new Linear(2, 1);
        linear.LoadStateDict(new StateDict { ["weight"] = Tensor.From([1.5, 2], [1, 2]), ["bias"] = Tensor.From([3L]) });
        Assert.Equal([1.5f, 2f], linear.Weight.ToArray<float>());
        Assert.Equal([3f], linear.Bias!.ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_is_listed_at_once_and_changes_nothing()
    {
        var model = new Mlp();
        float[] before = model.Fc1.Weight.ToArray<float>();
        StateDict state = new()
        {
            ["fc1.weight"] = Tensor.Zeros([3, 4]),
            ["fc1.bias"] = Tensor.Zeros([4]),
            ["fc2.weight"] = Tensor.Zeros([3]),
            ["fc3.weight"] = Tensor.Zeros([1]),
            ["fc3.bias"] = Tensor.Zeros([1]),
        };
        const string Sizes = "size mismatches: fc1.bias: expected [3], got [4], fc2.weight: expected [2, 3], got [3]";
        Assert.Equal(
            $"load_state_dict: the state does not fit this Mlp; missing keys: fc2.bias; unexpected keys: fc3.weight, fc3.bias; {Sizes}",
            Assert.Throws<InvalidOperationException>(() => model.LoadStateDict(state)).Message);
        Assert.Equal(
            $"load_state_dict: the state does not fit this Mlp; {Sizes}",
            Assert.Throws<InvalidOperationException>(() => model.LoadStateDict(state, strict: false)).Message);
        Assert.Equal(before, model.Fc1.Weight.ToArray<float>());
    }

    [Fact]
    public void Without_strict_what_fits_is_loaded_and_the_rest_is_reported()
    {
        var model = new Mlp();
        IncompatibleKeys keys = model.LoadStateDict(new StateDict { ["fc1.bias"] = Tensor.Ones([3]), ["other"] = Tensor.Ones([1]) }, strict: false);
        Assert.Equal(["fc1.weight", "fc2.weight", "fc2.bias"], keys.MissingKeys);
        Assert.Equal(["other"], keys.UnexpectedKeys);
        Assert.Equal([1f, 1f, 1f], model.Fc1.Bias!.ToArray<float>());
    }

    [Fact]
    public void A_saved_state_is_a_copy_that_outlives_a_scope()
    {
        var linear = new Linear(100, 100);
        float[] before = linear.Weight.ToArray<float>();
        StateNode saved;
        using (TensorScope.Begin())
        {
            saved = ((IStateful)linear).SaveState();
        }

        Init.Zeros(linear.Weight);
        ((IStateful)linear).LoadState(saved);
        Assert.Equal(before, linear.Weight.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => ((IStateful)new Linear(100, 99)).LoadState(saved));
        Assert.Throws<InvalidOperationException>(() => ((IStateful)linear).LoadState(3));
    }

    [Fact]
    public void Loading_counts_as_a_write()
    {
        var linear = new Linear(2, 2);
        Tensor y = linear.Forward(Tensor.Ones([1, 2], requiresGrad: true)).Sum();
        linear.LoadStateDict(new Linear(2, 2).StateDict());
        Assert.Contains("'linear' saved", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }
}
