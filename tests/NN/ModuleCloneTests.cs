using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ModuleCloneTests
{
    [Fact]
    public void A_clone_of_any_tree_is_equal_and_independent() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            Layer model = new TreeMaker(sizes).Make(3);
            foreach (Module module in model.Modules)
            {
                module.Train(Check.Size(sizes, 0, 1) == 0);
            }

            foreach (Tensor parameter in model.Parameters())
            {
                parameter.RequiresGrad = Check.Size(sizes, 0, 3) > 0;
            }

            Tensor x = Check.Random(seed, [4, 3]).Detach();
            Layer copy = model.Clone();
            AssertSame(model, copy);
            Tensor before = model.Forward(x);
            Check.SameBits(before.Detach(), copy.Forward(x).Detach(), "output");

            long[][] state = [.. model.StateDict().Values.Concat(model.NamedBuffers().Select(static entry => entry.Buffer)).Select(static tensor => Bits.Of(tensor.Value))];
            copy.RequiresGrad();
            Tensor output = copy.Forward(x);
            if (output.RequiresGrad)
            {
                output.Sum().Backward();
            }

            foreach (Tensor tensor in copy.Parameters().Concat(copy.NamedBuffers().Select(static entry => entry.Buffer)))
            {
                tensor.Value.Add(1, tensor.Value);
            }

            Assert.Equal(state, model.StateDict().Values.Concat(model.NamedBuffers().Select(static entry => entry.Buffer)).Select(static tensor => Bits.Of(tensor.Value)));
            Assert.All(model.Parameters(), static parameter => Assert.Null(parameter.Grad));
            Check.SameBits(before.Detach(), model.Forward(x).Detach(), "output of the original");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void It_has_the_type_of_its_original()
    {
        var model = new Sequential(new Mlp(), new ReLU());
        Sequential copy = model.Clone();
        Assert.NotSame(model[0], copy[0]);
        Assert.NotSame(((Mlp)model[0]).Fc1, ((Mlp)copy[0]).Fc1);
        Assert.Same(copy[0], copy.GetSubmodule("0"));
        Assert.Same(((Mlp)copy[0]).Fc1.Weight, copy.GetParameter("0.fc1.weight"));
        Layer asLayer = model;
        Assert.IsType<Sequential>(asLayer.Clone());
        Linear linear = new Linear(2, 3, bias: false).Clone();
        Assert.Null(linear.Bias);
        Assert.Equal(3, linear.OutFeatures);
    }

    [Fact]
    public void Gradients_and_the_hooks_of_tensors_are_not_copied()
    {
        var linear = new Linear(2, 1);
        int calls = 0;
        linear.Weight.RegisterHook(gradient =>
        {
            calls++;
            return null;
        });
        linear.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        Linear copy = linear.Clone();
        Assert.NotNull(linear.Weight.Grad);
        Assert.Null(copy.Weight.Grad);
        copy.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        Assert.Equal(1, calls);
        Assert.True(copy.Weight.IsLeaf && copy.Weight.RequiresGrad);
    }

    [Fact]
    public void Hooks_of_modules_are_copied_but_not_shared()
    {
        var layer = new ReLU();
        HookHandle handle = layer.RegisterForwardHook((_, _, output) => output + 1);
        ReLU copy = layer.Clone();
        handle.Dispose();
        Assert.False(layer.HasHooks);
        Assert.Equal(2, copy.Forward(Tensor.Ones([1])).Item<float>());
        copy.RegisterForwardHook((_, _, output) => output * 5);
        Assert.Equal(1, layer.Forward(Tensor.Ones([1])).Item<float>());
        Assert.Equal(10, copy.Forward(Tensor.Ones([1])).Item<float>());
    }

    [Fact]
    public void A_generator_is_shared()
    {
        var generator = new Generator(3);
        var dropout = new Dropout(0.5, generator);
        dropout.Clone().Forward(Tensor.Ones([100]));
        Assert.NotEqual(new Generator(3).State, generator.State);
    }

    [Fact]
    public void A_clone_outlives_the_scope_it_was_made_in()
    {
        var model = new Sequential(new Linear(100, 50), new Branch(new Generator(1), null, null, null, 2000));
        Sequential copy;
        using (TensorScope.Begin())
        {
            copy = model.Clone();
        }

        AssertSame(model, copy);
    }

    [Fact]
    public void What_is_registered_by_name_alone_needs_OnCloned()
    {
        var model = new Sequential(new Scale(inner: new ReLU()));
        Assert.Equal(
            "clone: Scale registered 'inner' by its name and not into a field, so that a copy cannot know where it belongs; register it into a field, "
            + "Register(out _inner, …), or override OnCloned() in Scale to set what refers to it, from GetSubmodule(\"inner\") or GetParameter(\"inner\")",
            Assert.Throws<NotSupportedException>(() => model.Clone()).Message);
        Assert.Same(model.GetSubmodule("0.inner"), ((Scale)model[0]).Inner);

        var listed = new Listed(new Linear(2, 2), new ReLU());
        Listed copy = listed.Clone();
        Assert.Equal(copy.Children, copy.Layers);
        Assert.NotSame(listed.Layers[0], copy.Layers[0]);
    }

    [Fact]
    public void A_local_variable_and_the_element_of_an_array_are_no_fields()
    {
        // The arrays lie right behind the module, where a larger one would have fields.
        for (int i = 0; i < 100; i++)
        {
            Assert.Throws<NotSupportedException>(() => new Elsewhere(isLocal: false).Clone());
            Assert.Throws<NotSupportedException>(() => new Elsewhere(isLocal: true).Clone());
        }
    }

    [Fact]
    public void A_field_that_was_set_anew_is_left_alone()
    {
        var module = new Exchanged();
        Linear other = new(1, 1);
        module.Field = other;
        Exchanged copy = module.Clone();
        Assert.Same(other, copy.Field);
        Assert.NotSame(module.GetSubmodule("Field"), copy.GetSubmodule("Field"));
    }

    [Fact]
    public void Fields_of_bases_and_of_structs_are_found()
    {
        var module = new Derived();
        Derived copy = module.Clone();
        Assert.NotSame(module.First, copy.First);
        Assert.Same(copy.GetSubmodule("first"), copy.First);
        Assert.Same(copy.GetParameter("second"), copy.Pair.Right);
        Assert.Same(copy.GetBuffer("third"), copy.Third);
        Assert.Equal(module.Number, copy.Number);
    }

    [Fact]
    public void Fields_are_found_after_the_collector_has_moved_their_objects()
    {
        var models = new List<Derived>();
        var garbage = new List<byte[]>();
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Compact();
            }
        });
        collector.Start();
        for (int i = 0; i < 300; i++)
        {
            garbage.Add(new byte[1000]);
            models.Add(new Derived());
            if (i % 3 == 0)
            {
                garbage.Clear();
            }
        }

        stop.Cancel();
        collector.Join();
        foreach (Derived module in models)
        {
            Derived copy = module.Clone();
            garbage.Add(new byte[500]);
            if (garbage.Count % 100 == 0)
            {
                Compact();
            }

            Assert.Same(copy.GetSubmodule("first"), copy.First);
            Assert.Same(copy.GetParameter("second"), copy.Pair.Right);
            Assert.NotSame(module.Pair.Right, copy.Pair.Right);
        }

        static void Compact() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
    }

    // Names, state, modes, and which paths lead to the same module and tensor.
    private static void AssertSame(Module model, Module copy)
    {
        Assert.Equal(Paths(model), Paths(copy));
        Assert.Equal(model.NamedParameters().Select(static entry => (entry.Name, entry.Parameter.RequiresGrad)), copy.NamedParameters().Select(static entry => (entry.Name, entry.Parameter.RequiresGrad)));
        Assert.Equal(model.NamedBuffers().Select(static entry => entry.Name), copy.NamedBuffers().Select(static entry => entry.Name));
        StateDict expected = model.StateDict(), actual = copy.StateDict();
        Assert.Equal(expected.Keys, actual.Keys);
        IEnumerable<Tensor> originals = [.. model.Parameters(), .. model.NamedBuffers().Select(static entry => entry.Buffer)];
        Tensor[] copies = [.. copy.Parameters(), .. copy.NamedBuffers().Select(static entry => entry.Buffer)];
        Assert.All(originals.Zip(copies), static pair => Check.SameBits(Real(pair.First), Real(pair.Second), "state"));
        Assert.All(originals, original => Assert.DoesNotContain(copies, tensor => tensor.Value.SharesStorageWith(original.Value)));
        Assert.Empty(model.Modules.Intersect(copy.Modules));

        // Every path, also the second to a shared object.
        Assert.Equal(expected.Keys.Select(key => Place(model, key)), expected.Keys.Select(key => Place(copy, key)));

        static IEnumerable<(string Path, Type Type, bool IsTraining)> Paths(Module module) =>
            [.. module.NamedModules().Select(static entry => (entry.Name, entry.Module.GetType(), entry.Module.IsTraining))];

        static (int Module, int Tensor) Place(Module root, string key)
        {
            Module owner = root.GetSubmodule(key.Contains('.', StringComparison.Ordinal) ? key[..key.LastIndexOf('.')] : "");
            Tensor tensor = key.EndsWith("mean", StringComparison.Ordinal) ? root.GetBuffer(key) : root.GetParameter(key);
            return (root.Modules.ToList().IndexOf(owner), root.Parameters().Concat(root.NamedBuffers().Select(static entry => entry.Buffer)).ToList().IndexOf(tensor));
        }

        static Tensor Real(Tensor tensor) => tensor.DType.IsFloatingPoint() ? tensor.Detach() : tensor.To(DType.Float64);
    }

    /// <summary>Trees of layers from [n, 3] to [n, 3] in which modules and parameters recur.</summary>
    private sealed class TreeMaker(Generator sizes)
    {
        private readonly List<Layer> _modules = [];
        private readonly List<Tensor> _parameters = [];

        public Layer Make(int depth)
        {
            Layer made = (depth == 0 ? Check.Size(sizes, 0, 2) : Check.Size(sizes, 0, 6)) switch
            {
                0 => new Linear(3, 3, Check.Size(sizes, 0, 1) == 0, dtype: DType.Float64, generator: sizes),
                1 => new Tanh(),
                2 => _modules.Count == 0 ? new ReLU() : _modules[Check.Size(sizes, 0, _modules.Count - 1)],
                3 => new Sequential(Enumerable.Range(0, Check.Size(sizes, 0, 3)).Select(_ => Make(depth - 1)).ToList()),
                4 => new Sequential(("a", Make(depth - 1)), ("b", Make(depth - 1))),
                5 => new Listed([.. Enumerable.Range(0, Check.Size(sizes, 1, 3)).Select(_ => Make(depth - 1))]),
                _ => new Branch(
                    sizes,
                    Make(depth - 1),
                    Check.Size(sizes, 0, 1) == 0 ? null : Make(depth - 1),
                    _parameters.Count > 0 && Check.Size(sizes, 0, 1) == 0 ? _parameters[Check.Size(sizes, 0, _parameters.Count - 1)] : null,
                    3),
            };
            _modules.Add(made);
            _parameters.AddRange(made.Parameters().Where(static parameter => parameter.Rank == 1));
            return made;
        }
    }

    private sealed class Branch : Layer
    {
        private readonly Layer? _left;
        private readonly Layer? _right;
        private readonly ModuleList<Layer> _list;
        private readonly Tensor _weight;
        private readonly Tensor _mean;
        private readonly Tensor _steps;

        public Branch(Generator generator, Layer? left, Layer? right, Tensor? tied, int size)
        {
            if (left is not null)
            {
                Register(out _left, left);
            }

            if (right is not null)
            {
                Register(out _right, right);
            }

            Register(out _list, [new ReLU()]);
            RegisterParameter(out _weight, tied ?? Tensor.Randn([size], DType.Float64, generator: generator));
            RegisterBuffer(out _mean, Tensor.Randn([size], DType.Float64, generator: generator));
            RegisterBuffer(out _steps, Tensor.From([3L]), persistent: false);
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            Tensor x = (_left?.Forward(input) ?? input) * _weight + _mean;
            return (_right?.Forward(x) ?? x) + _list[0].Forward(x) * _steps.To(DType.Float64);
        }
    }

    private sealed class Listed : Layer
    {
        public Listed(params Layer[] layers)
        {
            Layers = [.. layers.Select((layer, i) => Register($"{i}", layer))];
        }

        public List<Layer> Layers { get; private set; }

        protected override Tensor ForwardCore(Tensor input) => Layers.Aggregate(input, static (x, layer) => layer.Forward(x));

        protected override void OnCloned() => Layers = [.. Layers.Select((_, i) => (Layer)GetSubmodule($"{i}"))];
    }

    private sealed class Elsewhere : Layer
    {
        public Elsewhere(bool isLocal)
        {
            Layer[] behind = new Layer[1];
            if (isLocal)
            {
                Register(out Layer _local, new ReLU());
                behind[0] = _local;
            }
            else
            {
                Register(out behind[0], new ReLU(), name: "element");
            }

            GC.KeepAlive(behind);
        }

        protected override Tensor ForwardCore(Tensor input) => input;
    }

    private sealed class Exchanged : Layer
    {
        public Linear Field;

        public Exchanged()
        {
            Register(out Field, new Linear(1, 1));
        }

        protected override Tensor ForwardCore(Tensor input) => Field.Forward(input);
    }

    private abstract class Base : Layer
    {
        private readonly Linear _first;

        protected Base()
        {
            Register(out _first, new(2, 2));
        }

        public Linear First => _first;

        protected override Tensor ForwardCore(Tensor input) => _first.Forward(input);
    }

    private sealed class Derived : Base
    {
        private readonly byte _byte = 7;
        private readonly (Tensor? Left, Tensor? Right) _pair;
        private readonly long _number = 1L << 40;
        private readonly Tensor _third;

        public Derived()
        {
            RegisterParameter(out _pair.Right!, Tensor.Ones([1]), name: "second");
            RegisterBuffer(out _third, Tensor.Ones([600]));
        }

        public (Tensor? Left, Tensor? Right) Pair => _pair;

        public Tensor Third => _third;

        public long Number => _number + _byte;
    }
}
