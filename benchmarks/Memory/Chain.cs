namespace MiniTorch.Benchmarks;

/// <summary>Ten operations on tensors of 1 MB, hardly more than memory traffic: h ← h·w, h ← h + b, five times.</summary>
internal sealed class Chain(bool backward)
{
    private const int Count = 1 << 18;

    private readonly Tensor _input = Tensor.Randn([Count]);
    private readonly Tensor _weight = Tensor.Randn([Count], requiresGrad: backward);
    private readonly Tensor _bias = Tensor.Randn([Count], requiresGrad: backward);
    private readonly Tensor _seed = Tensor.Ones([Count]);

    public void Scoped()
    {
        using var scope = TensorScope.Begin();
        Unscoped();
    }

    public void Unscoped()
    {
        Tensor h = _input;
        for (int i = 0; i < 5; i++)
        {
            h *= _weight;
            h += _bias;
        }

        if (backward)
        {
            _weight.ZeroGrad();
            _bias.ZeroGrad();
            h.Backward(_seed);
        }
    }
}
