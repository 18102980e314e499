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
}
