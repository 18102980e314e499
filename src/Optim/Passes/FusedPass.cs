using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MiniTorch.Kernels;

// The coefficients of an update fill a dozen vectors, which a small parameter should not wait to see zeroed first.
[module: SkipLocalsInit]

namespace MiniTorch.Optim;

/// <summary>The pass of an elementwise optimizer: one sweep over the memory of all parameters, shared by the workers.</summary>
internal class FusedPass<TGroup, TRule> : UpdatePass<TGroup>
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

    // Neighbours of one group and type that have been in as many steps, and hold the same numbers, share a rule.
    private void MakeRules(List<TGroup> groups, List<ParamState> states)
    {
        _rules.Clear();
        bool hasNumbers = _numbersBefore.Length > 0;
        int group = -1;
        int used = 0;
        long step = 0;
        bool first = false;
        DType dtype = default;
        foreach (ParamState state in CollectionsMarshal.AsSpan(states))
        {
            bool isLikeLast = state.Group == group && state.Step + 1 == step && (!hasNumbers || _numbersBefore.AsSpan().SequenceEqual(state.Numbers));
            if (!isLikeLast)
            {
                group = state.Group;
                used = TRule.Used(groups[group], state.Step + 1, state.Numbers);
            }

            bool isFirst = state.Used != used && Prepare(state, groups[group], used);
            state.Step++;
            if (!isLikeLast || isFirst != first || state.DType != dtype)
            {
                step = state.Step;
                first = isFirst;
                dtype = state.DType;
                state.Numbers.CopyTo(_numbersBefore, 0);
                _rules.Add(TRule.Of(groups[group], step, first, state.Numbers));
                _numbersAfter = state.Numbers;
            }
            else if (hasNumbers)
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
            ReadOnlySpan<ParamState> states = CollectionsMarshal.AsSpan(States);
            ReadOnlySpan<Segment> segments = Plan.Chunk(chunk);
            while (segments.Length > 0)
            {
                ParamState first = states[segments[0].Array];
                int count = 1;
                while (count < segments.Length && states[segments[count].Array].Rule == first.Rule)
                {
                    count++;
                }

                ref readonly TRule rule = ref CollectionsMarshal.AsSpan(Rules)[first.Rule];
                if (first.DType == DType.Float32)
                {
                    Run(rule, new Operands<float>(states, segments[..count]));
                }
                else
                {
                    Run(rule, new Operands<double>(states, segments[..count]));
                }

                segments = segments[count..];
            }
        }

        private static void Run<T>(in TRule rule, Operands<T> operands)
            where T : unmanaged
        {
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
}
