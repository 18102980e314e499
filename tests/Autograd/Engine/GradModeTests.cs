namespace MiniTorch.Tests;

/// <summary>NoGrad and EnableGrad belong to the logical flow of control.</summary>
public sealed class GradModeTests
{
    private readonly Tensor _x = Tensor.From(2.0, requiresGrad: true);

    private bool Records => (_x * 2).RequiresGrad;

    [Fact]
    public void NoGrad_and_EnableGrad_nest()
    {
        Assert.True(Records && Autograd.IsGradEnabled);
        using (Autograd.NoGrad())
        {
            Assert.False(Records || Autograd.IsGradEnabled);
            using (Autograd.EnableGrad())
            {
                Assert.True(Records);
                using (Autograd.NoGrad())
                {
                    Assert.False(Records);
                }

                Assert.True(Records);
            }

            Assert.False(Records);
        }

        Assert.True(Records);
    }

    [Fact]
    public void Exceptions_restore_the_mode()
    {
        Assert.Throws<TimeoutException>((Action)(static () =>
        {
            using GradModeScope mode = Autograd.NoGrad();
            throw new TimeoutException();
        }));
        Assert.True(Records);
    }

    [Fact]
    public async Task The_mode_flows_through_await_and_into_tasks()
    {
        using (Autograd.NoGrad())
        {
            Assert.False(Records);
            await Task.Yield();
            Assert.False(Records);
            await Task.Delay(1);
            Assert.False(Records);
            Assert.False(await Task.Run(() => Records));
            bool inThread = true;
            var thread = new Thread(() => inThread = Records);
            thread.Start();
            thread.Join();
            Assert.False(inThread);
            Assert.True(await Task.Run(() =>
            {
                using GradModeScope mode = Autograd.EnableGrad();
                return Records;
            }));
            Assert.False(Records);
        }

        Assert.True(Records);
        await Task.Yield();
        Assert.True(Records);
        Assert.True(await Task.Run(() => Records));
    }

    [Fact]
    public async Task Other_flows_keep_their_own_mode()
    {
        using var entered = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        Task off = Task.Run(async () =>
        {
            using GradModeScope mode = Autograd.NoGrad();
            entered.Release();
            await leave.WaitAsync();
            Assert.False(Records);
        });
        await entered.WaitAsync();
        Assert.True(Records);
        for (int i = 0; i < 20; i++)
        {
            // On whatever thread of the pool, the flow's own setting counts.
            Assert.True(await Task.Run(() => Records));
        }

        leave.Release();
        await off;
        Assert.True(Records);
    }

    [Fact]
    public async Task An_async_method_does_not_change_its_callers_mode()
    {
        Task task = Quietly();
        Assert.True(Records);
        await task;
        Assert.True(Records);

        async Task Quietly()
        {
            using GradModeScope mode = Autograd.NoGrad();
            await Task.Delay(1);
            Assert.False(Records);
        }
    }

    [Fact]
    public void Backward_works_under_NoGrad_and_does_not_record_itself()
    {
        Tensor y = _x * _x;
        bool? recorded = null;
        Tensor z = Planted.Copy(y, gradient =>
        {
            recorded = Records;
            return gradient;
        });
        using (Autograd.NoGrad())
        {
            z.Backward();
            Assert.False(Records);
        }

        Assert.False(recorded);
        Assert.Equal(4, _x.Grad!.Item<double>());
        Assert.False(_x.Grad.RequiresGrad);
    }

    [Fact]
    public void Grad_with_createGraph_records_even_under_NoGrad()
    {
        Tensor y = _x * _x * _x;
        using (Autograd.NoGrad())
        {
            Tensor first = Autograd.Grad([y], [_x], createGraph: true)[0];
            Assert.Equal(12, Autograd.Grad([first], [_x])[0].Item<double>());
            Assert.False(Records);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_derivative_that_switches_the_mode_leaves_no_trace(bool enable)
    {
        Tensor y = Planted.Copy(_x, gradient =>
        {
            using GradModeScope mode = enable ? Autograd.EnableGrad() : Autograd.NoGrad();
            return gradient * 2;
        });
        y.Backward();
        Assert.True(Records);
        await Task.Yield();
        Assert.True(Records);
        Assert.True(await Task.Run(() => Records));
    }

    [Fact]
    public void What_was_computed_without_recording_is_a_constant()
    {
        Tensor y;
        using (Autograd.NoGrad())
        {
            y = _x * 3;
        }

        (y * _x).Backward();
        Assert.Equal(6, _x.Grad!.Item<double>());
    }

    [Fact]
    public void A_walk_that_fails_at_its_end_restores_the_mode()
    {
        BufferScope? left = null;
        Tensor x = Tensor.Ones([3], requiresGrad: true);
        Tensor y = Op.Record("careless", x.Value.Add(1), save: [], (x, (_, g) => Careless(g)));
        Assert.Throws<InvalidOperationException>(() => y.Sum().Backward());
        Assert.True(Autograd.IsGradEnabled);
        Assert.True((x * 2).RequiresGrad);

        // The scope that was left open has ended with the walk's own.
        Assert.Null(BufferScope.Current);
        left!.Dispose();
        Assert.Null(BufferScope.Current);

        // An error of the derivative's own is not hidden by the scope that it left open.
        Tensor z = Op.Record("careless", x.Value.Add(1), save: [], (x, (_, g) => throw new TimeoutException($"{Careless(g).Shape}")));
        Assert.Equal("[3]", Assert.Throws<TimeoutException>(() => z.Sum().Backward()).Message);
        Assert.Null(BufferScope.Current);

        Tensor Careless(Tensor gradient)
        {
            left = BufferScope.Begin();
            return gradient;
        }
    }
}
