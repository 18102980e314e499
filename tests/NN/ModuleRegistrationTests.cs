using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ModuleRegistrationTests
{
    [Fact]
    public void The_name_of_a_child_is_its_fields()
    {
        Assert.Equal(["fc1", "fc2"], new Mlp().NamedChildren().Select(static child => child.Name));
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], new Mlp().NamedParameters().Select(static entry => entry.Name));
    }

    [Fact]
    public void A_local_variables_name_serves_too()
    {
        var module = new Open();
        module.ChildInLocal(new ReLU());
        Assert.Equal("local", module.NamedChildren().Single().Name);
    }

    [Fact]
    public void Parameters_buffers_and_children_have_their_fields_names()
    {
        var module = new Scale(inner: new Mlp());
        Assert.Equal(
            ["scale", "inner.fc1.weight", "inner.fc1.bias", "inner.fc2.weight", "inner.fc2.bias"], module.NamedParameters().Select(static entry => entry.Name));
        Assert.Equal(["mean", "cache"], module.NamedBuffers().Select(static entry => entry.Name));
        Assert.Equal(["", "inner", "inner.fc1", "inner.fc2"], module.NamedModules().Select(static entry => entry.Name));
        Assert.Equal([module.Inner!], module.Children);
    }

    [Fact]
    public void A_parameter_requires_a_gradient_from_its_registration_on()
    {
        Tensor tensor = Tensor.Zeros([2]);
        var module = new Open();
        module.Parameter(tensor, "w");
        Assert.Same(tensor, module.Last);
        Assert.True(tensor.RequiresGrad);
    }

    [Fact]
    public void A_shared_module_is_allowed_and_its_parameters_come_once()
    {
        var shared = new Linear(3, 3);
        var model = new Sequential(shared, new ReLU(), shared);
        Assert.Equal([shared.Weight, shared.Bias!], model.Parameters());
        Assert.Equal(["0.weight", "0.bias"], model.NamedParameters().Select(static entry => entry.Name));
        Assert.Equal(["", "0", "1"], model.NamedModules().Select(static entry => entry.Name));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], model.StateDict().Keys);
    }

    [Fact]
    public void A_shared_parameter_comes_once()
    {
        var linear = new Linear(2, 2);
        var module = new Open();
        module.Child(linear);
        module.Parameter(linear.Weight, "tied");
        Assert.Equal(["tied", "child.bias"], module.NamedParameters().Select(static entry => entry.Name));
        Assert.Equal(2, module.Parameters().Count);
    }

    [Theory]
    [InlineData("", "register: a parameter, buffer or child of Open needs a name; pass name:")]
    [InlineData("_", "register: a parameter, buffer or child of Open needs a name; pass name:")]
    [InlineData("a.b", "register: a name has no '.', which separates the names of a path; got 'a.b' in Open: pass another as name:")]
    [InlineData("taken", "register: Open has a parameter 'taken' already; pass another name as name:")]
    [InlineData("kept", "register: Open has a buffer 'kept' already; pass another name as name:")]
    [InlineData("child", "register: Open has a child 'child' already; pass another name as name:")]
    public void A_bad_name_is_refused(string name, string message)
    {
        var module = new Open();
        module.Parameter(Tensor.Zeros([1]), "taken");
        module.Buffer(Tensor.Zeros([1]), "kept");
        module.Child(new ReLU());
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => module.Parameter(Tensor.Zeros([1]), name)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => module.Buffer(Tensor.Zeros([1]), name)).Message);
        if (name != "_")
        {
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => module.Child(name, new ReLU())).Message);
        }
    }

    [Fact]
    public void Another_objects_field_gives_no_name() =>
        Assert.Contains("got 'other._child'", Assert.Throws<ArgumentException>(() => new Open().ChildOf(new Open(), new ReLU())).Message, StringComparison.Ordinal);

    [Fact]
    public void The_element_of_a_list_gives_no_name()
    {
        const string Message = "the element of a list has no name of its own; got 'layers[0]' in Open: pass one, as \"0\", as name:";
        Assert.Contains(Message, Assert.Throws<ArgumentException>(() => new Open().ChildInList(new ReLU())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_cannot_contain_itself()
    {
        var module = new Open();
        var above = new Sequential(new Identity(), module);
        const string Message = "'self' would make Open contain itself; keep a module that stands above this one in a field without registering it";
        Assert.Contains(Message, Assert.Throws<ArgumentException>(() => module.Child("self", module)).Message, StringComparison.Ordinal);
        Assert.Contains(Message, Assert.Throws<ArgumentException>(() => module.Child("self", above)).Message, StringComparison.Ordinal);
        Assert.Empty(module.Children);
    }

    [Fact]
    public void A_parameter_is_a_floating_point_leaf()
    {
        Tensor result = Tensor.Ones([2], requiresGrad: true) * 2;
        Assert.Equal(
            "register: parameter 'w' of shape [2] must be a leaf, but is the result of 'mul'; register its Detach()",
            Assert.Throws<ArgumentException>(() => new Open().Parameter(result, "w")).Message);
        Assert.Equal(
            "register: parameter 'tensor' must be of a floating-point type; got int64 [3]: register it as a buffer",
            Assert.Throws<ArgumentException>(() => new Open().Parameter(Tensor.Arange(3))).Message);
        Assert.Equal(
            "register: buffer 'b' of shape [2] must not require a gradient; register its Detach(), or register it as a parameter",
            Assert.Throws<ArgumentException>(() => new Open().Buffer(result, "b")).Message);
    }

    [Fact]
    public void Parameters_and_buffers_outlive_the_scope_they_were_made_in()
    {
        Linear linear;
        Scale scale;
        using (TensorScope.Begin())
        {
            linear = new Linear(100, 50);
            scale = new Scale(5000);
        }

        Assert.Equal([2, 50], linear.Forward(Tensor.Ones([2, 100])).Shape);
        Assert.Equal(5000, scale.Forward(Tensor.Ones([5000])).Sum().Item<float>());
        Assert.Equal(4999, scale.Cache[^1].Item<long>());
    }
}
