using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void Parameters_are_listed_without_building_their_names()
    {
        var model = new Sequential(Enumerable.Range(0, 1000).Select(static _ => new Linear(1, 1)));
        Assert.Equal(model.NamedParameters().Select(static entry => entry.Parameter), model.Parameters());
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = model.Parameters().Count;
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / count, 0, 150);
    }

    [Fact]
    public void Training_and_evaluation_reach_every_module_below()
    {
        var model = new Sequential(new Sequential(new Dropout()), new Mlp());
        Assert.All(model.NamedModules(), static entry => Assert.True(entry.Module.IsTraining));
        model.Eval();
        Assert.All(model.NamedModules(), static entry => Assert.False(entry.Module.IsTraining));
        model.Train();
        Assert.All(model.NamedModules(), static entry => Assert.True(entry.Module.IsTraining));
        model[0].Train(false);
        Assert.True(model.IsTraining);
        Assert.False(((Sequential)model[0])[0].IsTraining);
    }

    [Fact]
    public void Clearing_gradients_reaches_every_parameter()
    {
        var model = new Mlp();
        model.Forward(Tensor.Ones([2, 4])).Sum().Backward();
        Assert.All(model.Parameters(), static parameter => Assert.NotNull(parameter.Grad));
        model.ZeroGrad(setToNone: false);
        Assert.All(model.Parameters(), static parameter => Assert.Equal(0, parameter.Grad!.Sum().Item<float>()));
        model.ZeroGrad();
        Assert.All(model.Parameters(), static parameter => Assert.Null(parameter.Grad));
    }

    [Fact]
    public void A_model_prints_as_PyTorch_prints_it()
    {
        var model = new Sequential(
            new Flatten(),
            new Linear(784, 256),
            new ReLU(),
            new Sequential(new Dropout(0.2), new Linear(256, 10, bias: false, activation: Activation.Tanh)),
            new Scale(inner: new LogSoftmax(-1)),
            new Identity());
        const string Expected = """
            Sequential(
              (0): Flatten(start_dim=1, end_dim=-1)
              (1): Linear(in_features=784, out_features=256, bias=True)
              (2): ReLU()
              (3): Sequential(
                (0): Dropout(p=0.2)
                (1): Linear(in_features=256, out_features=10, bias=False, activation=Tanh)
              )
              (4): Scale(
                n=2
                (inner): LogSoftmax(dim=-1)
              )
              (5): Identity()
            )
            """;
        Assert.Equal(Expected, model.ToString());
        Assert.Equal("Sequential()", new Sequential().ToString());
        Assert.Equal("CrossEntropyLoss()", new CrossEntropyLoss().ToString());
    }

    [Fact]
    public void An_error_names_the_path_to_the_layer()
    {
        var model = new Sequential(new Flatten(), new Scale(inner: new Mlp()));
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([2, 5])));
        Assert.Equal(
            "1.inner.fc1 (Linear): linear: the last dimension of the input must be 4, the in_features; got input [2, 5] and weight [3, 4]", error.Message);
        Assert.IsType<ArgumentException>(error.InnerException);
    }

    [Fact]
    public void An_error_in_a_fused_layer_names_the_path_to_it()
    {
        var model = new Sequential(new Sequential(new Linear(4, 3), new ReLU()), new Identity());
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([2, 5])));
        Assert.StartsWith("0.0 (Linear): linear: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_single_layer_names_its_type() => Assert.StartsWith(
        "Softmax: softmax: dimension 2 is out of range",
        Assert.ThrowsAny<ArgumentException>(() => new Softmax(2).Forward(Tensor.Ones([2, 5]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_error_of_ones_own_in_a_parent_names_the_parent()
    {
        var model = new Sequential(new Scale(2));
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([3])));
        Assert.StartsWith("0 (Scale): mul: ", error.Message, StringComparison.Ordinal);
    }
}
