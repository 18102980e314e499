using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ModuleHookTests
{
    private static readonly Tensor Two = Tensor.From([2f, -2f]);

    [Fact]
    public void A_pre_hook_sees_the_input_and_may_replace_it()
    {
        var layer = new ReLU();
        var seen = new List<Tensor>();
        layer.RegisterForwardPreHook((module, input) =>
        {
            Assert.Same(layer, module);
            seen.Add(input);
        });
        Assert.Equal([2f, 0f], layer.Forward(Two).ToArray<float>());
        layer.RegisterForwardPreHook((_, input) => -input);
        layer.RegisterForwardPreHook((_, _) => null);
        layer.RegisterForwardPreHook((_, input) => input * 3);
        Assert.Equal([0f, 6f], layer.Forward(Two).ToArray<float>());
        Assert.Equal([Two, Two], seen);
    }

    [Fact]
    public void A_hook_sees_what_went_in_and_came_out_and_may_replace_it()
    {
        var layer = new ReLU();
        layer.RegisterForwardPreHook((_, input) => input * 2);
        layer.RegisterForwardHook((_, _, output) => output + 1);
        layer.RegisterForwardHook((_, _, _) => null);
        var seen = new List<float[]>();
        layer.RegisterForwardHook((module, input, output) =>
        {
            Assert.Same(layer, module);
            seen.Add(input.ToArray<float>());
            seen.Add(output.ToArray<float>());
        });
        layer.RegisterForwardHook((_, input, output) => input * output);
        Assert.Equal([20f, -4f], layer.Forward(Two).ToArray<float>());
        Assert.Equal([[4f, -4f], [5f, 1f]], seen);
    }

    [Fact]
    public void Gradients_flow_through_what_a_hook_returned()
    {
        Tensor x = Check.Random(1, [3]), factor = Check.Random(2, [3]);
        var layer = new Tanh();
        layer.RegisterForwardPreHook((_, input) => input * factor);
        layer.RegisterForwardHook((_, _, output) => output * 2);
        layer.Forward(x).Sum().Backward();
        Tensor[] expected = [.. Autograd.Grad([((x * factor).Tanh() * 2).Sum()], [x, factor]).Select(static gradient => gradient!)];
        Close.Assert(expected[0], x.Grad);
        Close.Assert(expected[1], factor.Grad);
    }

    [Fact]
    public void A_disposed_handle_removes_its_hook_alone()
    {
        var layer = new Identity();
        HookHandle first = layer.RegisterForwardHook((_, _, output) => output + 1);
        HookHandle second = layer.RegisterForwardPreHook((_, input) => input * 10);
        Assert.True(layer.HasHooks);
        Assert.Equal(21, layer.Forward(Two)[0].Item<float>());
        first.Dispose();
        first.Dispose();
        Assert.Equal(20, layer.Forward(Two)[0].Item<float>());
        second.Dispose();
        Assert.Same(Two, layer.Forward(Two));
        Assert.False(layer.HasHooks);
    }

    [Fact]
    public void Hooks_may_remove_and_add_hooks_while_they_run()
    {
        var layer = new Identity();
        var calls = new List<string>();
        HookHandle? itself = null, next = null;
        itself = layer.RegisterForwardPreHook((_, _) =>
        {
            calls.Add("once");
            itself!.Dispose();
            next!.Dispose();
            layer.RegisterForwardPreHook((_, _) => calls.Add("added"));
        });
        next = layer.RegisterForwardPreHook((_, _) => calls.Add("next"));
        layer.RegisterForwardPreHook((_, _) => calls.Add("last"));
        layer.Forward(Two);
        Assert.Equal(["once", "next", "last"], calls);
        calls.Clear();
        layer.Forward(Two);
        Assert.Equal(["last", "added"], calls);
    }

    [Fact]
    public void A_module_of_tuples_has_hooks_too()
    {
        var loss = new MSELoss();
        Tensor target = Tensor.From([0f, 0f]);
        int looks = 0;
        loss.RegisterForwardPreHook((_, pair) => (pair.Input * 3, pair.Target));
        loss.RegisterForwardHook((_, pair, output) => looks += pair.Input.Count + output.Count);
        Assert.Equal(36, loss.Forward(Two, target).Item<float>());
        Assert.Equal(3, looks);
    }

    [Fact]
    public void An_error_in_a_hook_names_the_path_to_its_module()
    {
        var model = new Sequential(new Identity(), new Mlp());
        ((Mlp)model[1]).Fc2.RegisterForwardPreHook((_, input) => input[..^0, ..2]);
        Assert.StartsWith(
            "1.fc2 (Linear): linear: the last dimension of the input must be 3, the in_features; got input [5, 2]",
            Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([5, 4]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_hooks_a_call_allocates_nothing_for_them()
    {
        var layer = new Identity();
        layer.Forward(Two);
        long before = GC.GetAllocatedBytesForCurrentThread();
        layer.Forward(Two);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_null_hook_is_refused()
    {
        var layer = new Identity();
        Assert.Throws<ArgumentNullException>(() => layer.RegisterForwardPreHook((Func<Module<Tensor, Tensor>, Tensor, Tensor?>)null!));
        Assert.Throws<ArgumentNullException>(() => layer.RegisterForwardPreHook((Action<Module<Tensor, Tensor>, Tensor>)null!));
        Assert.Throws<ArgumentNullException>(() => layer.RegisterForwardHook((Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor?>)null!));
        Assert.Throws<ArgumentNullException>(() => layer.RegisterForwardHook((Action<Module<Tensor, Tensor>, Tensor, Tensor>)null!));
    }
}
