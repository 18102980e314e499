using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ModuleWalkTests
{
    [Fact]
    public void Modules_come_once_and_parents_first()
    {
        var shared = new ReLU();
        var inner = new Sequential(shared);
        var model = new Sequential(inner, shared);
        Assert.Equal([model, inner, shared], model.Modules);
    }

    [Fact]
    public void Apply_reaches_children_before_their_parents()
    {
        var model = new Sequential(new Mlp(), new ReLU());
        var seen = new List<Module>();
        model.Apply(seen.Add);
        Assert.Equal([((Mlp)model[0]).Fc1, ((Mlp)model[0]).Fc2, model[0], model[1], model], seen);
        model.Apply(static module =>
        {
            if (module is Linear linear)
            {
                Init.Ones(linear.Weight);
            }
        });
        Assert.Equal(18, model.Parameters().Where(static parameter => parameter.Rank == 2).Sum(static weight => weight.Sum().Item<float>()));
    }

    [Fact]
    public void A_frozen_module_gets_no_gradients_until_it_is_thawed()
    {
        var model = new Mlp();
        model.Fc1.RequiresGrad(false);
        model.Forward(Tensor.Ones([2, 4])).Sum().Backward();
        Assert.All(model.Fc1.Parameters(), static parameter => Assert.Null(parameter.Grad));
        Assert.All(model.Fc2.Parameters(), static parameter => Assert.NotNull(parameter.Grad));
        model.RequiresGrad();
        model.Forward(Tensor.Ones([2, 4])).Sum().Backward();
        Assert.All(model.Parameters(), static parameter => Assert.NotNull(parameter.Grad));
    }

    [Fact]
    public void Paths_lead_to_modules_parameters_and_buffers()
    {
        var model = new Sequential(new ReLU(), new Scale(inner: new Mlp()));
        Assert.Same(model, model.GetSubmodule(""));
        var scale = (Scale)model[1];
        Assert.Same(((Mlp)scale.Inner!).Fc2, model.GetSubmodule("1.inner.fc2"));
        Assert.Same(((Mlp)scale.Inner).Fc2.Bias, model.GetParameter("1.inner.fc2.bias"));
        Assert.Same(scale.Weight, scale.GetParameter("scale"));
        Assert.Same(scale.Cache, model.GetBuffer("1.cache"));
    }

    [Theory]
    [InlineData("2", "get_submodule: Sequential has no child '2'; it has 0, 1")]
    [InlineData("1.inner.fc3.x", "get_submodule: '1.inner' (Mlp) has no child 'fc3'; it has fc1, fc2")]
    [InlineData("0.x", "get_submodule: '0' (ReLU) has no child 'x'; it has none")]
    public void A_path_that_leads_nowhere_says_where_it_ends(string path, string message)
    {
        var model = new Sequential(new ReLU(), new Scale(inner: new Mlp()));
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.GetSubmodule(path)).Message);
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_that_are()
    {
        var model = new Sequential(new ReLU(), new Scale());
        Assert.Equal("get_parameter: '1' (Scale) has no parameter 'mean'; it has scale", Assert.Throws<ArgumentException>(() => model.GetParameter("1.mean")).Message);
        Assert.Equal("get_buffer: '1' (Scale) has no buffer 'scale'; it has mean, cache", Assert.Throws<ArgumentException>(() => model.GetBuffer("1.scale")).Message);
        Assert.Equal("get_buffer: Sequential has no buffer 'x'; it has none", Assert.Throws<ArgumentException>(() => model.GetBuffer("x")).Message);
    }

    [Fact]
    public void Conversion_keeps_the_tensors_and_what_they_share()
    {
        var shared = new Linear(2, 2);
        var model = new Sequential(shared, new Scale(), shared);
        Tensor[] parameters = [.. model.Parameters()];
        float[][] values = [.. parameters.Select(static parameter => parameter.ToArray<float>())];
        model.To(DType.Float64);
        Assert.Equal(parameters, model.Parameters());
        Assert.Same(shared.Weight, model.GetParameter("0.weight"));
        Assert.All(model.Parameters(), static parameter => Assert.True(parameter is { DType: DType.Float64, RequiresGrad: true, IsLeaf: true }));
        Assert.Equal(values, parameters.Select(static parameter => parameter.ToArray<double>().Select(static value => (float)value).ToArray()));
        var scale = (Scale)model[1];
        Assert.Equal(DType.Float64, scale.Mean.DType);
        Assert.Equal(DType.Int64, scale.Cache.DType);
        model.Forward(Check.Random(1, [3, 2])).Sum().Backward();
        Assert.All(parameters, static parameter => Assert.Equal(DType.Float64, parameter.Grad!.DType));
        model.To(DType.Float32);
        Assert.Equal(values, parameters.Select(static parameter => parameter.ToArray<float>()));
        Assert.All(parameters, static parameter => Assert.Equal(DType.Float32, parameter.Grad!.DType));
    }

    [Fact]
    public void A_converted_parameter_outlives_the_scope_of_the_conversion()
    {
        var linear = new Linear(100, 50);
        linear.Forward(Tensor.Ones([1, 100])).Sum().Backward();
        using (TensorScope.Begin())
        {
            linear.To(DType.Float64);
        }

        Assert.Equal([1, 50], linear.Forward(Tensor.Ones([1, 100], DType.Float64)).Shape);
        Assert.Equal(5000, linear.Weight.Grad!.Sum().Item<double>());
    }

    [Fact]
    public void A_frozen_parameter_is_converted_too_and_thaws_in_its_new_type()
    {
        var linear = new Linear(2, 1);
        linear.RequiresGrad(false);
        linear.To(DType.Float64);
        linear.RequiresGrad();
        linear.Forward(Tensor.Ones([1, 2], DType.Float64)).Sum().Backward();
        Assert.Equal([1.0, 1.0], linear.Weight.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_graph_of_before_the_conversion_does_not_read_the_new_values()
    {
        var linear = new Linear(2, 1);
        Tensor y = linear.Forward(Tensor.Ones([1, 2], requiresGrad: true)).Sum();
        linear.To(DType.Float64);
        linear.To(DType.Float32);
        Assert.Contains("'linear' saved", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_of_a_graph_of_before_the_conversion_comes_in_the_new_type()
    {
        var linear = new Linear(2, 1);
        var hooked = new List<DType>();
        linear.Weight.RegisterHook(gradient =>
        {
            hooked.Add(gradient.DType);
            return null;
        });
        Tensor y = linear.Forward(Tensor.Ones([1, 2])).Sum();
        linear.To(DType.Float64);
        y.Backward();
        Assert.Equal(DType.Float64, linear.Weight.Grad!.DType);
        Assert.Equal([DType.Float64], hooked);
    }

    [Fact]
    public void Parameters_have_no_other_than_floating_point_types() => Assert.Equal(
        "to: parameters must be of a floating-point type; got int64",
        Assert.Throws<ArgumentException>(() => new Linear(2, 2).To(DType.Int64)).Message);
}
