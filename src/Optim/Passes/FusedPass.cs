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

    // The numbers of the last state that a rule was made for, before and after it.
    private readonly double[] _numbersBefore = new double[TRule.NumberNames.Length];
    private double[] _numbersAfter = [];

    public override string[] StateNames => TRule.StateNames;

    public override string[] NumberNames => TRule.NumberNames;

    public override bool CountsSteps => TRule.CountsSteps;

    public override bool IsMadeAtJoin => TRule.IsMadeAtJoin;

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

    protected override int Needed(TGroup group, Shape parameter) => TRule.Needed(group);

    protected override double Initial(TGroup group, int tensor) => TRule.Initial(group, tensor);

    protected override double InitialNumber(TGroup group, int number) => TRule.InitialNumber(group, number);

    // Neighbours of one group that have been in as many steps, and hold the same numbers, share a rule.
    private void MakeRules(List<TGroup> groups, List<ParamState> states)
    {
        _rules.Clear();
        int group = -1;
        int needed = 0;
        long step = 0;
        bool first = false;
        foreach (ParamState state in states)
        {
            bool isNew = state.Group != group;
            if (isNew)
            {
                group = state.Group;
                needed = TRule.Needed(groups[group]);
            }

            bool isFirst = state.Used != needed && Prepare(state, groups[group], needed);
            state.Step++;
            if (isNew || state.Step != step || isFirst != first || !_numbersBefore.AsSpan().SequenceEqual(state.Numbers))
            {
                step = state.Step;
                first = isFirst;
                state.Numbers.CopyTo(_numbersBefore, 0);
                _rules.Add(TRule.Of(groups[group], step, first, state.Numbers));
                _numbersAfter = state.Numbers;
            }
            else
            {
                _numbersAfter.CopyTo(state.Numbers, 0);
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
            fixed (T* a = &First<T>(state.A), b = &First<T>(state.B), c = &First<T>(state.C))
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

        private static ref T First<T>(NDArray? tensor)
            where T : unmanaged
        {
            if (tensor is null)
            {
                return ref Unsafe.NullRef<T>();
            }

            return ref tensor.Ref<T>();
        }

        private static T* At<T>(T* tensor, int start)
            where T : unmanaged => tensor is null ? null : tensor + start;
    }
}
