using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests.Project;

/// <summary>Training as a user writes it, through all layers: models of one's own, the loop, groups, and a run that is resumed.</summary>
public class TrainingLoopTests
{
    [Fact]
    public void A_run_resumed_from_its_states_continues_bit_for_bit()
    {
        float[] whole = Run.Begin().Train(steps: 20);

        foreach (int stop in (int[])[1, 6, 7, 13])
        {
            Run run = Run.Begin();
            run.Train(steps: stop);
            StateNode[] states = run.Save();
            Run resumed = Run.Begin();
            resumed.Load(states);
            Assert.Equal(whole, resumed.Train(steps: 20 - stop));
        }
    }

    [Fact]
    public void Everything_that_lasts_may_be_made_inside_a_scope()
    {
        Run run;
        StateDict state;
        using (TensorScope.Begin())
        {
            run = Run.Begin();
            run.Train(steps: 3);
            run.Load(run.Save());
            state = run.Model.StateDict();
        }

        float[] after = run.Train(steps: 17);

        Assert.Equal(Run.Begin().Train(steps: 20), after);
        Assert.Equal(after, Run.Values(state));
    }

    [Fact]
    public void Groups_inherit_and_state_dicts_load()
    {
        NN.Layer body = new Mlp(new Generator(1)), head = new Linear(3, 2);
        var sgd = new SGD(
            [
                new SGDGroup(body.Parameters()),
                new SGDGroup(head.Parameters()) { Lr = 1e-2, Momentum = 0.8 },
            ],
            lr: 1e-3,
            momentum: 0.9);
        sgd.ParamGroups[1].Lr = 5e-4;
        Assert.Equal((1e-3, 0.9), (sgd.ParamGroups[0].Lr, sgd.ParamGroups[0].Momentum));
        Assert.Equal((5e-4, 0.8), (sgd.ParamGroups[1].Lr, sgd.ParamGroups[1].Momentum));

        var other = new Mlp(new Generator(2));
        other.LoadStateDict(body.StateDict(), strict: true);
        Assert.Equal(["scale", "fc1.weight", "fc1.bias", "block3.0.weight", "block3.0.bias"], body.StateDict().Keys);
        Tensor x = Tensor.Ones([1, 2, 4]);
        Assert.Equal(body.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
    }

    private sealed class Mlp : NN.Layer
    {
        // Wide enough for its tensors to come from the pool.
        private const int Width = 256;

        private readonly Linear _fc1;
        private readonly Tensor _scale;
        private readonly Tensor _mean;

        public Mlp(Generator generator)
        {
            Register(out _fc1, new(8, Width, activation: Activation.Relu, generator: generator));
            RegisterParameter(out _scale, Tensor.Ones([Width]));
            RegisterBuffer(out _mean, Tensor.Zeros([Width]), persistent: false);
            Head = Register("block3", new Sequential(new Linear(Width, 3, generator: generator), new ReLU()));
        }

        public Sequential Head { get; }

        protected override Tensor ForwardCore(Tensor input) => Head.Forward((_fc1.Forward(input.Flatten(1)) - _mean) * _scale);
    }

    private sealed class Run
    {
        private readonly Generator _generator;
        private readonly DataLoader _loader;
        private readonly AdamW _optimizer;
        private readonly CosineAnnealingLR _scheduler;

        private Run()
        {
            _generator = new Generator(3);
            Model = new Sequential(new Mlp(_generator), new Dropout(0.2, _generator), new Linear(3, 3, generator: _generator));
            Tensor images = Tensor.Randn([50, 2, 4], generator: new Generator(4));
            _loader = new DataLoader(new TensorDataset(images, Tensor.From([.. Enumerable.Range(0, 50).Select(static i => (long)(i % 3))])), batchSize: 8, shuffle: true, seed: 0);
            _optimizer = new AdamW(Model.Parameters(), lr: 1e-2, weightDecay: 1e-2);
            _scheduler = new CosineAnnealingLR(_optimizer, tMax: 20);
        }

        public Sequential Model { get; }

        public static Run Begin() => new();

        public static float[] Values(StateDict state) => [.. state.Values.SelectMany(static tensor => tensor.ToArray<float>())];

        public float[] Train(int steps)
        {
            while (true)
            {
                foreach (var (images, labels) in _loader)
                {
                    using var scope = TensorScope.Begin();
                    _optimizer.ZeroGrad();
                    Tensor loss = F.CrossEntropy(Model.Forward(images), labels);
                    loss.Backward();
                    Clip.GradNorm(Model.Parameters(), maxNorm: 1.0);
                    _optimizer.Step();
                    _scheduler.Step();
                    if (--steps == 0)
                    {
                        return Values(Model.StateDict());
                    }
                }
            }
        }

        public StateNode[] Save() => [.. Parts.Select(static part => part.SaveState()), (long)_generator.State.Seed, (long)_generator.State.Offset];

        public void Load(StateNode[] states)
        {
            for (int i = 0; i < Parts.Length; i++)
            {
                Parts[i].LoadState(states[i]);
            }

            _generator.State = new GeneratorState((ulong)states[^2].ToInt64(), (ulong)states[^1].ToInt64());
        }

        // The scheduler was built before the optimizer's state is loaded, the loader is left in the middle of an epoch.
        private IStateful[] Parts => [Model, _optimizer, _scheduler, _loader];
    }
}
