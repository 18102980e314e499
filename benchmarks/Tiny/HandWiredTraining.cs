using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MiniTorch.Kernels;
using MiniTorch.Optim;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Benchmarks;

/// <summary>
/// The step of <see cref="TinyProblem"/> as a list of kernel calls over memory that was allocated once: what the step would cost if
/// tensors, graph, engine and optimizer cost nothing. The kernels, and so the bits, are those that <see cref="TinyTraining"/> ends in.
/// </summary>
internal sealed unsafe class HandWiredTraining
{
    private const int Batch = TinyProblem.Batch, Inputs = TinyProblem.Inputs, Hidden = TinyProblem.Hidden;

    // Lines of 16 floats start at 64 bytes.
    private readonly float[] _memory = GC.AllocateArray<float>(1 << 16, pinned: true);
    private int _used;

    private readonly float* _input, _target;
    private readonly Layers _weights, _gradients;
    private readonly float* _average, _square;
    private readonly float* _first, _second, _prediction, _difference, _squares;
    private readonly float* _firstGradient, _secondGradient, _predictionGradient;
    private int _step;

    public HandWiredTraining()
    {
        var problem = new TinyProblem();
        _input = Take(Batch * Inputs);
        _target = Take(Batch);
        Copy(problem.Input, _input);
        Copy(problem.Target, _target);
        _weights = new Layers(Take(Layers.Count));
        _gradients = new Layers(Take(Layers.Count));
        _average = Take(Layers.Count);
        _square = Take(Layers.Count);
        float* weight = _weights.W1;
        foreach (Tensor parameter in problem.Model.Parameters())
        {
            Copy(parameter, weight);
            weight += parameter.Count;
        }

        _first = Take(Batch * Hidden);
        _second = Take(Batch * Hidden);
        _prediction = Take(Batch);
        _difference = Take(Batch);
        _squares = Take(Batch);
        _firstGradient = Take(Batch * Hidden);
        _secondGradient = Take(Batch * Hidden);
        _predictionGradient = Take(Batch);
    }

    /// <summary>The loss before the last step.</summary>
    public float Loss { get; private set; }

    public void Step()
    {
        Forward();
        ComputeLoss();
        Backward();
        Update();
    }

    public void Phased(Phases phases)
    {
        phases.Begin();
        Forward();
        phases.End("forward");
        ComputeLoss();
        phases.End("loss");
        Backward();
        phases.End("backward");
        Update();
        phases.End("optimizer");
    }

    private void Forward()
    {
        Multiply(Batch, Hidden, Inputs, Rows(_input, Inputs), Rows(_weights.W1, Inputs).Transposed, _first, _weights.B1, Epilogue.Relu);
        Multiply(Batch, Hidden, Hidden, Rows(_first, Hidden), Rows(_weights.W2, Hidden).Transposed, _second, _weights.B2, Epilogue.Relu);
        Multiply(Batch, 1, Hidden, Rows(_second, Hidden), Rows(_weights.W3, Hidden).Transposed, _prediction, _weights.B3);
    }

    private void ComputeLoss()
    {
        TensorPrimitives.Subtract(Span(_prediction, Batch), Span(_target, Batch), Span(_difference, Batch));
        TensorPrimitives.Multiply(Span(_difference, Batch), Span(_difference, Batch), Span(_squares, Batch));
        Loss = RowReductions.Sum<float>(Span(_squares, Batch)) / Batch;
    }

    private void Backward()
    {
        TensorPrimitives.Multiply(Span(_difference, Batch), 2f / Batch, Span(_predictionGradient, Batch));
        Multiply(1, Hidden, Batch, Rows(_predictionGradient, Batch), Rows(_second, Hidden), _gradients.W3);
        *_gradients.B3 = RowReductions.Sum<float>(Span(_predictionGradient, Batch));
        Multiply(Batch, Hidden, 1, Rows(_predictionGradient, 1), Rows(_weights.W3, Hidden), _secondGradient);

        ReluBackward(_second, _secondGradient);
        Multiply(Hidden, Hidden, Batch, Rows(_secondGradient, Hidden).Transposed, Rows(_first, Hidden), _gradients.W2);
        SumRows(_secondGradient, _gradients.B2);
        Multiply(Batch, Hidden, Hidden, Rows(_secondGradient, Hidden), Rows(_weights.W2, Hidden), _firstGradient);

        ReluBackward(_first, _firstGradient);
        Multiply(Hidden, Inputs, Batch, Rows(_firstGradient, Hidden).Transposed, Rows(_input, Inputs), _gradients.W1);
        SumRows(_firstGradient, _gradients.B1);
    }

    private void Update()
    {
        _step++;
        const double Beta1 = 0.9, Beta2 = 0.999;
        var rule = new AdamRule
        {
            Sign = 1,
            Shrink = 1,
            Beta1 = Beta1,
            Beta2 = Beta2,
            RootScale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, _step)),
            Eps = 1e-8,
            StepSize = 1e-3 / (1 - Math.Pow(Beta1, _step)),
            Taken2Root = Math.Sqrt(1 - Beta2),
        };
        if (Vector512.IsHardwareAccelerated)
        {
            Update<Simd512<float>>(rule);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Update<Simd256<float>>(rule);
        }
        else
        {
            Update<Simd128<float>>(rule);
        }
    }

    private void Update<TVec>(AdamRule rule)
        where TVec : unmanaged, ISimd<TVec, float> =>
        FusedLoop.Run<AdamUpdate<TVec, float>, TVec, float, FusedLoop.Two>(
            new AdamUpdate<TVec, float>(rule), _weights.W1, _gradients.W1, _average, _square, null, Layers.Count);

    private static void ReluBackward(float* y, float* gradient) =>
        VectorMath.ReluBackward<float>(Span(y, Batch * Hidden), Span(gradient, Batch * Hidden), Span(gradient, Batch * Hidden));

    private static void SumRows(float* matrix, float* sums) =>
        RowReductions.SumColumns<float>(Span(matrix, Batch * Hidden), Batch, Hidden, Hidden, Span(sums, Hidden));

    private static void Multiply(
        int m, int n, int k, MatrixView<float> a, MatrixView<float> b, float* c, float* bias = null, Epilogue epilogue = Epilogue.None) =>
        Gemm.Multiply(m, n, k, a, b, c, n, bias, epilogue, accumulate: false);

    private static MatrixView<float> Rows(float* data, int columns) => new(data, columns, 1);

    private static Span<float> Span(float* data, int count) => new(data, count);

    private static void Copy(Tensor source, float* destination) => source.ToArray<float>().CopyTo(Span(destination, source.Count));

    private float* Take(int count)
    {
        const int Line = 16;
        float* start = (float*)Unsafe.AsPointer(ref _memory[0]);
        nint address = ((nint)(start + _used) + (Line * sizeof(float)) - 1) & -(Line * sizeof(float));
        _used = (int)((float*)address - start) + count;
        return (float*)address;
    }

    /// <summary>Weights [out, in] and biases of the three layers, one after the other, so that one pass of Adam is enough.</summary>
    private readonly struct Layers(float* start)
    {
        public const int Count = (Hidden * Inputs) + Hidden + (Hidden * Hidden) + Hidden + Hidden + 1;

        public float* W1 => start;

        public float* B1 => W1 + (Hidden * Inputs);

        public float* W2 => B1 + Hidden;

        public float* B2 => W2 + (Hidden * Hidden);

        public float* W3 => B2 + Hidden;

        public float* B3 => W3 + Hidden;
    }
}
