using MiniTorch.Optim;

namespace MiniTorch.Tests;

public partial class OptimizerTests
{
    [Fact]
    public void State_outlives_the_scope_it_was_made_in()
    {
        Tensor p = Make.Parameter([4000], 1, DType.Float32), q = new(p.Value.Clone(), requiresGrad: true);
        var inScope = new Adam([p]);
        var plain = new Adam([q]);
        StateNode? saved = null;
        for (int step = 0; step < 4; step++)
        {
            using (TensorScope.Begin())
            {
                (p * p).Sum().Backward();
                inScope.Step();
                inScope.ZeroGrad();
                saved = inScope.SaveState();
            }

            (q * q).Sum().Backward();
            plain.Step();
            plain.ZeroGrad();
        }

        Assert.Equal(Make.Bits([q]), Make.Bits([p]));
        OptimizerPropertyTests.SameState(plain.SaveState(), saved!);
    }

    [Fact]
    public void Parameters_outlive_the_scope_they_were_made_in()
    {
        Tensor p;
        SGD sgd;
        using (TensorScope.Begin())
        {
            p = Make.Parameter([4000], 1);
            sgd = new SGD([p], lr: 1);
        }

        p.Grad = p.Detach().Clone();
        sgd.Step();
        Assert.All(p.ToArray<double>(), static x => Assert.Equal(0, x));
    }

    [Fact]
    public void Clipping_allocates_nothing_but_the_enumerator_of_the_parameters()
    {
        Workers.Count = 1;
        Tensor[] parameters = [Make.Parameter([300, 70], 1, DType.Float32), Make.Parameter([70], 2), Make.Parameter([], 3)];
        Make.Gradients(parameters, 0);
        long enumerators = Allocated(() => parameters.AsEnumerable().GetEnumerator().Dispose());
        Assert.Equal(enumerators, Allocated(() => Clip.GradNorm(parameters, 1e-3)));
        Assert.Equal(enumerators, Allocated(() => Clip.GradValue(parameters, 1e-3)));

        static long Allocated(Action action)
        {
            for (int i = 0; i < 3; i++)
            {
                action();
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
            {
                action();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void State_stays_its_own_while_memory_is_collected_and_reused_and_states_are_loaded()
    {
        Tensor[] disturbed = Many(), calm = [.. disturbed.Select(static p => new Tensor(p.Value.Clone(), requiresGrad: true))];
        Walk(calm, disturbs: false);
        Walk(disturbed, disturbs: true);
        Assert.Equal(Make.Bits(calm), Make.Bits(disturbed));

        // Both types; states that share memory, of no element, just below what has memory of its own, just that, and above.
        static Tensor[] Many()
        {
            int[] counts = [0, 1, 1023, 1024, 1025, .. Enumerable.Range(2, 60)];
            return [.. counts.Select(static (count, i) => Make.Parameter([count], i, i % 3 == 0 ? DType.Float64 : DType.Float32))];
        }

        static void Walk(Tensor[] parameters, bool disturbs)
        {
            var adam = new Adam(parameters[..30], amsGrad: true);
            for (int step = 0; step < 8; step++)
            {
                using TensorScope? scope = disturbs ? TensorScope.Begin() : null;
                Make.Gradients(parameters, step, someNone: true);
                adam.Step();
                if (step == 1)
                {
                    adam.AddParamGroup(new AdamGroup(parameters[30..]));
                }

                if (disturbs)
                {
                    Disturb(adam);
                }
            }
        }

        // States that are no longer needed die, and what is free is taken and overwritten.
        static void Disturb(Adam adam)
        {
            adam.LoadState(adam.SaveState());
            GC.Collect();
            GC.WaitForPendingFinalizers();
            for (int bytes = 1 << 12; bytes <= 1 << 17; bytes += 1 << 11)
            {
                NDArray.Full([bytes / sizeof(float)], double.NaN, DType.Float32);
            }
        }
    }
}
