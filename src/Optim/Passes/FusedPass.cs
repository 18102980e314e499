using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MiniTorch.Kernels;

// The coefficients of an update fill a dozen vectors, which a small parameter should not wait to see zeroed first.
[module: SkipLocalsInit]

namespace MiniTorch.Optim;

/// <summary>The pass of an elementwise optimizer: one sweep over the memory of all parameters, shared by the workers.</summary>
internal sealed unsafe class FusedPass<TGroup, TRule> : UpdatePass<TGroup>
    where TGroup : ParamGroup
    where TRule : struct, IRule<TRule, TGroup>
{
    private readonly SegmentPlan _plan = new();
    private readonly List<TRule> _rules = [];

    public override string[] StateNames => TRule.StateNames;

    public override bool CountsSteps => TRule.CountsSteps;

    public override int BufferCount(TGroup group) => TRule.BufferCount(group);

    public override void Run(List<TGroup> groups, List<ParamState> states, bool changed)
    {
        if (changed)
        {
            _plan.Clear();
            for (int i = 0; i < states.Count; i++)
            {
                _plan.Add(i, states[i].Parameter.Count);
            }

            _plan.EndChunk();
        }

        MakeRules(groups, states);
        var body = new Body { Plan = _plan, States = states, Rules = _rules };
        Workers.For(_plan.ChunkCount, ref body);
    }

    // Neighbours of one group that have been in as many steps share a rule.
    private void MakeRules(List<TGroup> groups, List<ParamState> states)
    {
        _rules.Clear();
        int group = -1;
        int buffers = 0;
        long step = 0;
        bool first = false;
        foreach (ParamState state in states)
        {
            bool isNew = state.Group != group;
            if (isNew)
            {
                group = state.Group;
                buffers = TRule.BufferCount(groups[group]);
            }

            bool isFirst = state.Prepare(buffers);
            state.Step++;
            if (isNew || state.Step != step || isFirst != first)
            {
                step = state.Step;
                first = isFirst;
                _rules.Add(TRule.Of(groups[group], step, first));
            }

            state.Rule = _rules.Count - 1;
        }
    }

    private struct Body : IParallelBody
    {
        public SegmentPlan Plan;
        public List<ParamState> States;
        public List<TRule> Rules;

        public readonly void Invoke(int chunk)
        {
            (int first, int end) = Plan.Chunk(chunk);
            for (int i = first; i < end; i++)
            {
                Segment segment = Plan[i];
                ParamState state = States[segment.Array];
                if (state.Values.DType == DType.Float32)
                {
                    Run<float>(Rules[state.Rule], state, segment);
                }
                else
                {
                    Run<double>(Rules[state.Rule], state, segment);
                }
            }
        }

        private static void Run<T>(TRule rule, ParamState state, Segment segment)
            where T : unmanaged
        {
            fixed (T* p = &state.Values.Ref<T>(), g = &state.Gradient.Ref<T>())
            fixed (T* a = &Buffer<T>(state, 0), b = &Buffer<T>(state, 1), c = &Buffer<T>(state, 2))
            {
                int start = segment.Start;
                var operands = new Operands<T>(p + start, g + start, At(a, start), At(b, start), At(c, start), segment.Length);
                if (Vector512.IsHardwareAccelerated)
                {
                    rule.Run<Simd512<T>, T>(operands);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    rule.Run<Simd256<T>, T>(operands);
                }
                else
                {
                    rule.Run<Simd128<T>, T>(operands);
                }
            }
        }

        private static ref T Buffer<T>(ParamState state, int index)
            where T : unmanaged
        {
            if (index < state.BufferCount)
            {
                return ref state.Buffers[index]!.Ref<T>();
            }

            return ref Unsafe.NullRef<T>();
        }

        private static T* At<T>(T* buffer, int start)
            where T : unmanaged => buffer is null ? null : buffer + start;
    }
}
