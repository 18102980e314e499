using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ContainerTests
{
    [Fact]
    public void A_chain_may_name_its_layers()
    {
        Linear linear = new(2, 3);
        ReLU relu = new();
        var model = new Sequential(("fc", linear), ("act", relu));
        Assert.Equal(["fc.weight", "fc.bias"], model.StateDict().Keys);
        Assert.Same(linear, model["fc"]);
        Assert.Same(relu, model["act"]);
        Assert.Same(relu, model[^1]);
        Assert.Equal("get_submodule: Sequential has no child 'x'; it has fc, act", Assert.Throws<ArgumentException>(() => model["x"]).Message);
        Assert.Throws<ArgumentException>(() => model["x"] = relu);
        var nested = new Sequential(("a", model));
        Assert.Equal("get_submodule: Sequential has no child 'a.fc'; it has a", Assert.Throws<ArgumentException>(() => nested["a.fc"]).Message);
        Assert.Throws<ArgumentException>(() => nested["a.fc"] = relu);
        Assert.Throws<ArgumentException>(() => nested[""]);
        Assert.Equal(
            "register: Sequential has a child 'a' already; pass another name as name:",
            Assert.Throws<ArgumentException>(() => new Sequential(("a", relu), ("a", relu))).Message);
    }

    [Fact]
    public void A_slice_of_a_chain_shares_its_layers_and_their_names()
    {
        var model = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 4));
        Sequential tail = model[1..];
        Assert.Equal(["2.weight", "2.bias"], tail.StateDict().Keys);
        Assert.Equal([model[1], model[2]], tail);
        Assert.Equal([model[0]], model[..^2]);
        Assert.Empty(model[3..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model[2..4]);
        Tensor x = Tensor.Randn([5, 2]);
        Check.SameBits(model.Forward(x), tail.Forward(model[..1].Forward(x)), "halves");
    }

    [Fact]
    public void A_layer_of_a_chain_can_be_replaced_and_others_added()
    {
        Sequential model = [new Linear(2, 3), new ReLU()];
        model[0] = new Linear(2, 5);
        model["1"] = new Tanh();
        model.Add(new Linear(5, 1));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], model.StateDict().Keys);
        Assert.Equal([4, 1], model.Forward(Tensor.Ones([4, 2])).Shape);
        Assert.IsType<Tanh>(model.GetSubmodule("1"));
        Assert.Contains("contain itself", Assert.Throws<ArgumentException>(() => model[1] = new Sequential(model)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model[3] = new ReLU());
        Assert.Throws<ArgumentNullException>(() => model[0] = null!);
        Assert.IsType<Tanh>(model[1]);
    }

    [Fact]
    public void A_list_has_the_keys_of_its_places()
    {
        Linear first = new(1, 1), second = new(1, 1), third = new(1, 1);
        var list = new ModuleList<Linear>(first, third);
        list.Insert(1, second);
        list.Extend(list);
        Assert.Equal([first, second, third, first, second, third], list);
        Assert.Equal(["0", "1", "2"], list.NamedChildren().Select(static child => child.Name));
        list.RemoveAt(0);
        list.Add(new Linear(1, 1));
        Assert.Equal(6, list.Count);
        Assert.Same(second, list[0]);
        Assert.Same(list[5], list[^1]);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], list[..2].StateDict().Keys);
        Assert.Equal([third, first], list[1..3]);
        Linear other = new(1, 1);
        list[^1] = other;
        Assert.Same(other, list.GetSubmodule("5"));
        ModuleList<Layer> initialized = [new ReLU(), new Linear(1, 1)];
        Assert.Equal("ModuleList(\n  (0): ReLU()\n  (1): Linear(in_features=1, out_features=1, bias=True)\n)", initialized.ToString());
        Assert.Equal([initialized[1]], initialized[1..]);
    }

    [Fact]
    public void A_list_refuses_places_that_are_not_there()
    {
        var list = new ModuleList<Layer>(new ReLU());
        Assert.Throws<ArgumentOutOfRangeException>(() => list[1] = new ReLU());
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(2, new ReLU()));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(1));
        Assert.Throws<ArgumentNullException>(() => list.Add(null!));
        Assert.Throws<ArgumentNullException>(() => list[0] = null!);
        Assert.Single(list);
    }

    [Fact]
    public void A_chain_in_a_list_stays_one_module()
    {
        var chain = new Sequential(new ReLU(), new Tanh());
        Assert.Same(chain, Assert.Single(new ModuleList<Layer>(chain)));
    }

    [Fact]
    public void A_dictionary_has_the_keys_of_its_modules()
    {
        var dictionary = new ModuleDict<Layer>(("fc", new Linear(1, 1)), ("act", new ReLU())) { ["last"] = new Tanh() };
        Assert.Equal(["fc", "act", "last"], dictionary.Keys);
        Assert.Equal(["fc.weight", "fc.bias"], dictionary.StateDict().Keys);
        Linear other = new(1, 2);
        dictionary["fc"] = other;
        Assert.Equal(["fc", "act", "last"], dictionary.Keys);
        Assert.Same(other, dictionary["fc"]);
        Assert.Same(other, dictionary.Values.First());
        Assert.True(dictionary.TryGetValue("act", out Layer? act) && act is ReLU);
        Assert.False(dictionary.TryGetValue("none", out _));
        Assert.True(dictionary.ContainsKey("last") && !dictionary.ContainsKey("none"));
        Assert.True(dictionary.Remove("act"));
        Assert.False(dictionary.Remove("act"));
        dictionary.Update(new Dictionary<string, Layer> { ["last"] = new ReLU(), ["new"] = new Identity() });
        Assert.Equal(["fc", "last", "new"], dictionary.Select(static pair => pair.Key));
        Assert.IsType<ReLU>(dictionary["last"]);
        Assert.Equal(3, dictionary.Count);
        Assert.Equal("register: a name has no '.', which separates the names of a path; got 'a.b' in ModuleDict: pass another as name:", Assert.Throws<ArgumentException>(() => dictionary["a.b"] = other).Message);
        Assert.Equal("register: ModuleDict has a child 'fc' already; pass another name as name:", Assert.Throws<ArgumentException>(() => dictionary.Add("fc", other)).Message);
        Assert.Equal("get_submodule: ModuleDict has no child 'none'; it has fc, last, new", Assert.Throws<ArgumentException>(() => dictionary["none"]).Message);
    }

    [Fact]
    public void The_key_of_a_dictionary_is_no_path()
    {
        var dictionary = new ModuleDict<Layer>(("a", new Sequential(("b", new ReLU()))));
        Assert.Throws<ArgumentException>(() => dictionary["a.b"]);
        Assert.Throws<ArgumentException>(() => dictionary[""]);
        Assert.False(dictionary.ContainsKey("a.b"));
    }

    [Fact]
    public void Containers_are_cloned_and_grow_apart()
    {
        var model = new Experts();
        Experts copy = model.Clone();
        copy.Layers.Add(new Linear(4, 4));
        copy.Heads["b"] = new Linear(4, 1);
        Assert.Equal(2, model.Layers.Count);
        Assert.Equal(["a"], model.Heads.Keys);
        Assert.Equal([1, 4], copy.Forward(Tensor.Ones([1, 4])).Shape);
        var chain = new Sequential(("x", new ReLU()));
        Sequential other = chain.Clone();
        other.Add(new Tanh());
        Assert.Single(chain);
        Assert.Equal(["x", "1"], other.NamedChildren().Select(static child => child.Name));
    }

    [Fact]
    public void An_error_in_a_container_names_the_path_through_it()
    {
        var model = new Sequential(new Experts());
        Assert.StartsWith(
            "0.layers.0 (Linear): linear: the last dimension of the input must be 4, the in_features; got input [1, 3] and weight [4, 4]",
            Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([1, 3]))).Message,
            StringComparison.Ordinal);
        var experts = (Experts)model[0];
        experts.Heads["a"] = new Linear(5, 4);
        Assert.StartsWith(
            "0.heads.a (Linear): linear: the last dimension of the input must be 5", Assert.ThrowsAny<ArgumentException>(() => model.Forward(Tensor.Ones([1, 4]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unflatten_is_the_way_back_from_Flatten()
    {
        Tensor x = Check.Random(1, [2, 3, 4]);
        Check.SameBits(x, new Unflatten(1, 3, 4).Forward(new Flatten().Forward(x)), "unflatten");
        Assert.Equal([2, 3, 2, 2], new Unflatten(-1, 2, -1).Forward(x).Shape);
        Assert.Equal([2, 3, 4, 1], new Unflatten(2, [4, 1]).Forward(x).Shape);
        Assert.Equal("Unflatten(dim=1, unflattened_size=(3, 4))", new Unflatten(1, 3, 4).ToString());
        Assert.Equal("Unflatten(dim=1, unflattened_size=(3,))", new Unflatten(1, 3).ToString());
        Assert.Equal(
            "Unflatten: unflatten: the sizes must multiply to 4, the size of dimension 2 of shape [2, 3, 4], and at most one may be -1; got [3]",
            Assert.ThrowsAny<ArgumentException>(() => new Unflatten(2, 3).Forward(x)).Message);
        Check.Derivatives(static tensors => new Unflatten(1, 2, 2).Forward(tensors[0]), Check.Random(2, [2, 4]));
    }

    private sealed class Experts : Layer
    {
        private readonly ModuleList<Linear> _layers;
        private readonly ModuleDict<Layer> _heads;

        public Experts()
        {
            Register(out _layers, [new(4, 4), new(4, 4)]);
            Register(out _heads, new(("a", new Linear(4, 4))));
        }

        public ModuleList<Linear> Layers => _layers;

        public ModuleDict<Layer> Heads => _heads;

        protected override Tensor ForwardCore(Tensor input) => _heads["a"].Forward(_layers.Aggregate(input, static (x, layer) => layer.Forward(x)));
    }
}
