using MiniTorch;
using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>The samples of docs/curvature.md, compiled and run; <see cref="Project.PageTests"/> holds the page and the samples together.</summary>
public class CurvatureSamples
{
    [Fact]
    public void Differentiates_a_loss_and_a_function()
    {
        using GeneratorScope random = Generator.Use(new Generator(0));
        var model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));
        Tensor inputs = Tensor.Randn([20, 2], generator: new Generator(1)), targets = Tensor.Randn([20, 1], generator: new Generator(2));

        // sample: objective
        var bowl = new Objective(x => x[0].Square() + 10 * x[1].Square(), Tensor.From([3.0, 1.0]));
        Tensor gradient = bowl.Gradient(), hessian = bowl.Hessian();    // [6, 20], [[2, 0], [0, 20]]

        var loss = new Objective(() => F.MseLoss(model.Forward(inputs), targets), model.Parameters());
        Tensor v = Tensor.Ones([loss.Count]);                           // all parameters as one vector
        Tensor product = loss.HessianVectorProduct(v);                  // no Hessian is formed
        double along = loss.DirectionalCurvature(v);                    // dᵀHd for d = v/‖v‖

        var residuals = new VectorFunction(() => model.Forward(inputs) - targets, model.Parameters());
        Tensor jacobian = residuals.Jacobian();                         // [20, 13]
        // sample-end
        Assert.Equal([6, 20], gradient.ToArray<double>());
        Assert.Equal([2, 0, 0, 20], hessian.ToArray<double>());
        Assert.Equal([20, 13], jacobian.Shape.ToArray());
        Assert.Equal(v.Dot(product).Item<float>() / 13, along, 1e-4);
    }

    [Fact]
    public void Decomposes_matrices()
    {
        // sample: eigen
        Tensor a = Tensor.From(new double[,] { { 2, 3 }, { 2, 1 } });
        var general = GeneralEigen.Of(a);
        Console.WriteLine(general);
        Console.WriteLine(general.RealVectors);                         // unit vectors are columns
        Console.WriteLine(CharacteristicPolynomial.Of(a));
        Console.WriteLine(SingularValues.Of(a));

        var symmetric = SymmetricEigen.Of(Tensor.From(new double[,] { { 2, 1 }, { 1, -1 } }));
        Console.WriteLine(symmetric);
        Console.WriteLine(symmetric.Definiteness());
        Console.WriteLine(symmetric.Weights(Tensor.From([1.0, 0.0])));
        // sample-end
        Page.Shows(
            "curvature.md",
            $"""
            ```text
            {general}
            {general.RealVectors}
            {CharacteristicPolynomial.Of(a)}
            {SingularValues.Of(a)}
            {symmetric}
            {symmetric.Definiteness()}
            {symmetric.Weights(Tensor.From([1.0, 0.0]))}
            ```
            """);
    }

    [Fact]
    public void Judges_a_point()
    {
        // sample: point
        var saddle = new Objective(x => x[0].Square() - x[1].Square(), Tensor.From([0.0, 0.0]));
        Console.WriteLine(CriticalPoint.Classify(saddle));
        Console.WriteLine(ConvexityProbe.Run(saddle, radius: 1, generator: new Generator(0)).Verdict);

        var valley = new Objective(x => 100 * (x[1] - x[0].Square()).Square() + (1 - x[0]).Square(), Tensor.From([-1.2, 1.0]));
        var model = TaylorModel.At(valley);
        Console.WriteLine(model);
        Console.WriteLine(model.GradientStep(model.BestRate!.Value));
        Console.WriteLine(model.Step(model.NewtonStep()));
        // sample-end
        Page.Shows(
            "curvature.md",
            $"""
            ```text
            {CriticalPoint.Classify(saddle)}
            Counterexample
            {model}
            {model.GradientStep(model.BestRate!.Value)}
            {model.Step(model.NewtonStep())}
            ```
            """);
        Assert.Equal(ConvexityVerdict.Counterexample, ConvexityProbe.Run(saddle, radius: 1, generator: new Generator(0)).Verdict);
    }

    [Fact]
    public void Works_without_a_hessian()
    {
        var model = new Sequential(new Linear(2, 3, generator: new Generator(0)), new Tanh(), new Linear(3, 1, generator: new Generator(1)));
        Tensor inputs = Tensor.Randn([20, 2], generator: new Generator(1)), targets = Tensor.Randn([20, 1], generator: new Generator(2));
        var training = new Objective(() => F.MseLoss(model.Forward(inputs), targets), model.Parameters());

        // sample: large
        var top = Lanczos.Eigenvalues(training, k: 3, generator: new Generator(3));     // extreme eigenvalues, with vectors
        foreach (RitzPair pair in top.Pairs)
        {
            Console.WriteLine($"λ = {pair.Value:G4}, ‖Hv − λv‖ = {pair.Residual:G2}");
        }

        SpectralDensity spectrum = SpectralDensity.Estimate(training, probes: 5, steps: 20, generator: new Generator(4));
        double near0 = spectrum.At(0);                                                  // how much of the spectrum lies about 0
        TraceEstimate trace = Hutchinson.Trace(training, probes: 100, generator: new Generator(5));
        (double low, double high) = trace.Interval(0.95);
        // sample-end
        SymmetricEigen exact = SymmetricEigen.Of(training.Hessian());
        double[] largest = [.. exact.Values.ToArray<double>().OrderByDescending(Math.Abs).Take(3)];
        Assert.True(top.Converged);
        Assert.All(largest.Zip(top.Values), static pair => Assert.Equal(pair.First, pair.Second, 0.01 * Math.Abs(pair.First)));
        Assert.True(near0 > 0);
        Assert.InRange(exact.Values.ToArray<double>().Sum(), low, high);
    }

    [Fact]
    public void Measures_the_noise_of_gradients()
    {
        var model = new Linear(2, 1, generator: new Generator(0));
        Tensor inputs = Tensor.Randn([20, 2], generator: new Generator(1)), targets = Tensor.Randn([20, 1], generator: new Generator(2));

        // sample: noise
        var noise = new GradientNoise(model.Parameters(), population: 20);
        for (int i = 0; i < 20; i++)
        {
            noise.Add(F.MseLoss(model.Forward(inputs[i..(i + 1)]), targets[i..(i + 1)]));   // one sample at a time
        }

        double one = noise.StandardError(1), hundred = noise.StandardError(100);        // a tenth: 1/√m
        double signal = noise.SignalToNoise, scale = noise.NoiseScale;                  // ‖mean‖²/tr Σ, and its inverse
        // sample-end
        Assert.Equal(one / 10, hundred, 1e-12);
        Assert.Equal(1, signal * scale, 1e-12);
    }
}
