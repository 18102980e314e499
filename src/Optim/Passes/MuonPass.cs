
namespace MiniTorch.Optim;

/// <summary>The pass of <see cref="Muon"/>: one parameter after the other, each shared by the workers.</summary>
internal sealed unsafe class MuonPass : UpdatePass<MuonGroup>
{
    // Elements of a segment of the elementwise parts.
    private const int MaxLength = 1 << 14;

    // The matrices between momentum and update, for the largest parameter so far.
    private NDArray? _singles;
    private NDArray? _doubles;

    // For each segment, its share of the sum of squares.
    private double[] _squares = [];

    public override string[] StateNames { get; } = ["momentum_buffer"];

    public override bool CountsSteps => false;

    public override string? Refusal(Tensor parameter) => parameter.Shape.Rank == 2
        ? null
        : "has not the two dimensions of a matrix, which is all that Muon can orthogonalize; give it to another optimizer, such as AdamW";

    public override void Run(List<MuonGroup> groups, List<ParamState> states, bool changed)
    {
        foreach (ParamState state in states)
        {
            MuonGroup group = groups[state.Group];
            int needed = Needed(group, state.Parameter.Shape);
            if (state.Used != needed)
            {
                Prepare(state, group, needed);
            }

            state.Step++;
            if (state.Parameter.Count == 0)
            {
                continue;
            }

            if (state.Values.DType == DType.Float32)
            {
                Update<float>(group, state, Scratch(ref _singles, state.Parameter));
            }
            else
            {
                Update<double>(group, state, Scratch(ref _doubles, state.Parameter));
            }
        }
    }

    protected override int Needed(MuonGroup group, Shape parameter) => 1;

    // The update twice, and two squares as large as its shorter side.
    private static NDArray Scratch(ref NDArray? scratch, Tensor parameter)
    {
        long shorter = Math.Min(parameter.Shape[0], parameter.Shape[1]);
        int count = checked((int)(2 * (parameter.Count + (shorter * shorter))));
        if (scratch is null || scratch.Count < count)
        {
            scratch?.Storage.Return();
            scratch = null;
            scratch = NDArray.Empty([count], parameter.DType);
            BufferScope.Escape(scratch);
        }

        return scratch;
    }

    private static double Rate(MuonGroup group, double rows, double columns) => group.AdjustLrFn == MuonAdjustLrFn.Original
        ? group.Lr * Math.Sqrt(Math.Max(1, rows / columns))
        : group.Lr * 0.2 * Math.Sqrt(Math.Max(rows, columns));

    private void Update<T>(MuonGroup group, ParamState state, NDArray scratch)
        where T : unmanaged
    {
        (int rows, int columns) = (state.Parameter.Shape[0], state.Parameter.Shape[1]);
        int count = rows * columns;
        int segments = (count + MaxLength - 1) / MaxLength;
        if (_squares.Length < segments)
        {
            _squares = new double[segments];
        }

        fixed (T* p = &state.Values.Ref<T>(), g = &state.Gradient.Ref<T>(), update = &scratch.Ref<T>())
        {
            var momentum = new MomentumBody<T>(new MuonMomentum(group), count, update, g, (T*)state.A, _squares);
            Workers.For(segments, ref momentum);
            double total = 0;
            foreach (double share in _squares.AsSpan(0, segments))
            {
                total += share;
            }

            double norm = Math.Sqrt(total);
            var scale = new ScaleBody<T>(1 / (norm < group.Eps ? group.Eps : norm), count, update);
            Workers.For(segments, ref scale);
            T* orthogonal = NewtonSchulz<T>.Run(rows, columns, update, group.NsCoefficients, group.NsSteps);
            var blend = new BlendBody<T>(
                new MuonBlend(1 - (group.Lr * group.WeightDecay), -Rate(group, rows, columns)), count, p, orthogonal);
            Workers.For(segments, ref blend);
        }
    }

    private static int Length(int segment, int count) => Math.Min(MaxLength, count - (segment * MaxLength));

    private readonly struct MomentumBody<T>(MuonMomentum rule, int count, T* update, T* gradient, T* buffer, double[] squares) : IParallelBody
        where T : unmanaged
    {
        public void Invoke(int segment)
        {
            int start = segment * MaxLength, length = Length(segment, count);
            rule.Run(update + start, gradient + start, buffer + start, length);
            squares[segment] = new GradientNorm<Squares>(default).Invoke(new Span<T>(update + start, length));
        }
    }

    private readonly struct ScaleBody<T>(double factor, int count, T* update) : IParallelBody
        where T : unmanaged
    {
        public void Invoke(int segment) =>
            new GradientMap<ScaleBy>(new ScaleBy(factor)).Invoke(new Span<T>(update + (segment * MaxLength), Length(segment, count)));
    }

    private readonly struct BlendBody<T>(MuonBlend rule, int count, T* parameter, T* update) : IParallelBody
        where T : unmanaged
    {
        public void Invoke(int segment)
        {
            int start = segment * MaxLength;
            rule.Run(parameter + start, update + start, Length(segment, count));
        }
    }
}
