using System.Runtime.Intrinsics;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>
/// The pass of <see cref="Adafactor"/>. It reads the gradients three times: for the means of their squares, for the size of the update,
/// which needs all of those, and for the update, which needs the size. What fits into one block is done in one go.
/// </summary>
internal sealed unsafe partial class AdafactorPass : UpdatePass<AdafactorGroup>
{
    // For each block, its share of the sums of squares.
    private double[] _parameterSquares = [];
    private double[] _updateSquares = [];

    // The last power, which parameters mostly share.
    private long _step;
    private double _beta2Decay;
    private double _taken;

    private enum Phase
    {
        Gather,
        Factor,
        Measure,
        Apply,
    }

    public override string[] StateNames { get; } = ["row_var", "col_var", "variance"];

    public override bool CountsSteps => true;

    public override void Run(List<AdafactorGroup> groups, List<ParamState> states, bool changed)
    {
        if (changed)
        {
            Plan(states);
        }

        foreach (AdafactorTask task in _tasks)
        {
            Begin(task, groups[task.State.Group]);
        }

        Run(Phase.Gather, _chunkEnds.Count);
        if (_splitMatrices.Count > 0)
        {
            Run(Phase.Factor, _splitMatrices.Count);
            Run(Phase.Measure, _chunkEnds.Count);
        }

        if (_splitTasks.Count > 0)
        {
            foreach (AdafactorTask task in _splitTasks)
            {
                Settle(task);
            }

            Run(Phase.Apply, _chunkEnds.Count);
        }
    }

    protected override int Needed(AdafactorGroup group, Shape parameter) => parameter.Rank < 2 ? 0b100 : 0b011;

    protected override Shape ShapeOf(int tensor, Shape parameter) =>
        parameter.Rank < 2 || tensor == 2 ? parameter : parameter.With(parameter.Rank - 1 - tensor, 1);

    private void Begin(AdafactorTask task, AdafactorGroup group)
    {
        ParamState state = task.State;
        int needed = Needed(group, state.Parameter.Shape);
        if (state.Used != needed)
        {
            Prepare(state, group, needed);
        }

        state.Step++;
        if (state.Step != _step || group.Beta2Decay != _beta2Decay)
        {
            (_step, _beta2Decay) = (state.Step, group.Beta2Decay);
            _taken = Math.Pow(_step, _beta2Decay);
        }

        task.Begin(group, state.Step, _taken);
    }

    // The shares are added in order. As in PyTorch, a NaN is taken for small.
    private void Settle(AdafactorTask task)
    {
        double parameter = 0, update = 0;
        for (int i = task.FirstBlock; i < task.FirstBlock + task.BlockCount; i++)
        {
            parameter += _parameterSquares[i];
            update += _updateSquares[i];
        }

        int count = task.State.Parameter.Count;
        task.Settle(Math.Sqrt(parameter / count), Math.Sqrt(update / count));
    }

    private void Run(Phase phase, int chunks)
    {
        var body = new Body { Pass = this, Phase = phase };
        Workers.For(chunks, ref body);
    }

    private void Invoke(Phase phase, int chunk)
    {
        if (phase == Phase.Factor)
        {
            (AdafactorTask task, int matrix) = _splitMatrices[chunk];
            Invoke(phase, task, new AdafactorBlock(task, matrix, 1, 0, task.Rows), -1);
            return;
        }

        // Backwards where the phase before went forwards: what it read last is still in the cache.
        chunk = phase == Phase.Measure ? _chunkEnds.Count - 1 - chunk : chunk;
        for (int i = chunk == 0 ? 0 : _chunkEnds[chunk - 1]; i < _chunkEnds[chunk]; i++)
        {
            AdafactorTask task = _blocks[i].Task;
            if (phase == Phase.Gather || (phase == Phase.Measure ? task.BlocksPerMatrix > 1 : task.BlockCount > 1))
            {
                Invoke(phase, task, _blocks[i], i);
            }
        }
    }

    private void Invoke(Phase phase, AdafactorTask task, in AdafactorBlock block, int index)
    {
        if (task.State.Values.DType == DType.Float32)
        {
            Invoke<float>(phase, task, block, index);
        }
        else
        {
            Invoke<double>(phase, task, block, index);
        }
    }

    private void Invoke<T>(Phase phase, AdafactorTask task, in AdafactorBlock block, int index)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Invoke<Simd512<T>, T>(phase, task, block, index);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Invoke<Simd256<T>, T>(phase, task, block, index);
        }
        else
        {
            Invoke<Simd128<T>, T>(phase, task, block, index);
        }
    }

    private void Invoke<TVec, T>(Phase phase, AdafactorTask task, in AdafactorBlock block, int index)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        ParamState state = task.State;
        fixed (T* p = &state.Values.Ref<T>(), g = &state.Gradient.Ref<T>())
        fixed (double* scratch = _scratch)
        {
            var kernel = new AdafactorKernel<TVec, T>(task, p, g, (T*)state.A, (T*)state.B, (T*)(scratch + task.Scratch));
            switch (phase)
            {
                case Phase.Gather:
                    (_parameterSquares[index], _updateSquares[index]) = kernel.Gather(block);
                    if (task.BlockCount == 1)
                    {
                        Settle(task);
                        kernel.Apply(block);
                    }

                    break;
                case Phase.Factor:
                    kernel.Factor(block.Matrix);
                    break;
                case Phase.Measure:
                    _updateSquares[index] = kernel.Measure(block.Matrix, block.Row, block.Rows);
                    break;
                default:
                    kernel.Apply(block);
                    break;
            }
        }
    }

    private struct Body : IParallelBody
    {
        public AdafactorPass Pass;
        public Phase Phase;

        public readonly void Invoke(int chunk) => Pass.Invoke(Phase, chunk);
    }
}
