using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public class ObjectiveTests
{
    private static readonly Tensor _at = Tensor.From([0.5, -1.5, 2]);

    [Fact]
    public void Value_gradient_and_hessian_are_those_of_autograd()
    {
        var objective = new Objective(F1, _at);
        Assert.Equal(3, objective.Count);
        Assert.Equal(F1(_at).Item<double>(), objective.Value);
        Tensor hessian = Autograd.Hessian(F1, _at);
        Close(hessian, objective.Hessian());
        Close(Autograd.VectorJacobianProduct(F1, _at, Tensor.Ones([], DType.Float64)), objective.Gradient());
        Tensor v = Tensor.From([1.0, 2, -3]);
        Close(hessian.MatMul(v), objective.HessianVectorProduct(v));
    }

    [Fact]
    public void Another_point_is_looked_at_without_going_there()
    {
        var objective = new Objective(F1, _at);
        Tensor there = Tensor.From([1.0, 1, 1]), hessian = objective.Hessian();
        Assert.Equal(F1(there).Item<double>(), objective.ValueAt(there));
        Assert.Equal(_at.ToArray<double>(), objective.Point.ToArray<double>());
        Close(hessian, objective.Hessian());
        objective.Point = there;
        Close(Autograd.Hessian(F1, there), objective.Hessian());
    }

    [Fact]
    public void Parameters_of_a_model_are_one_vector_in_their_order_and_a_step_moves_the_point()
    {
        var model = new Linear(3, 2, dtype: DType.Float64);
        Tensor x = Tensor.Randn([5, 3], DType.Float64, generator: new Generator(1)), y = Tensor.Randn([5, 2], DType.Float64, generator: new Generator(2));
        var objective = new Objective(() => F.MseLoss(model.Forward(x), y), model.Parameters());
        Tensor hessian = objective.Hessian();
        Assert.Equal([8, 8], hessian.Shape.ToArray());
        Assert.Equal(model.Weight.ToArray<double>(), objective.Point.ToArray<double>()[..6]);
        Assert.Null(model.Weight.Grad);
        double before = objective.Value;
        model.Weight.Value.Fill(0);
        Assert.NotEqual(before, objective.Value);
        Close(hessian, objective.Hessian());
    }

    [Fact]
    public void What_was_recorded_in_a_scope_that_has_ended_is_recorded_again()
    {
        Tensor at = Tensor.Randn([300], DType.Float64, generator: new Generator(1)), v = Tensor.Ones([300], DType.Float64);
        var objective = new Objective(static x => x.Exp().Sum(), at);
        var function = new VectorFunction(static x => x.Exp(), at);
        using (TensorScope.Begin())
        {
            Close(at.Exp(), objective.HessianVectorProduct(v));
            Close(at.Exp(), function.Values());
        }

        Close(at.Exp(), objective.Gradient());
        Close(at.Exp(), objective.HessianVectorProduct(v));
        Close(at.Exp(), function.Values());
        Close(at.Exp(), function.JacobianVectorProduct(v));
    }

    [Fact]
    public void A_look_at_another_point_needs_no_second_recording()
    {
        int calls = 0;
        var objective = new Objective(x => { calls++; return x.Exp().Sum(); }, _at);
        _ = objective.Gradient();
        _ = objective.ValueAt(Tensor.From([1.0, 1, 1]));
        _ = objective.HessianVectorProduct(_at);
        Assert.Equal(2, calls);
        var leaf = Tensor.From([0.5, -1.5, 2], requiresGrad: true);
        var loss = new Objective(() => leaf.Exp().Sum(), [leaf]);
        Tensor gradient = loss.Gradient();
        Assert.Throws<InvalidOperationException>(() => new Objective(() => leaf.ToArray<double>()[0] > 0.7 ? throw new InvalidOperationException() : leaf.Sum(), [leaf])
            .ValueAt(Tensor.From([1.0, 1, 1])));
        Close(gradient, loss.Gradient());
        Assert.Equal([0.5, -1.5, 2], leaf.ToArray<double>());
    }

    [Fact]
    public void Curvature_along_a_direction_is_that_of_the_section_whatever_its_length()
    {
        var objective = new Objective(F1, _at);
        Tensor d = Tensor.From([1.0, -2, 2]), hessian = objective.Hessian();
        double expected = d.Dot(hessian.MatMul(d)).Item<double>() / 9;
        Assert.Equal(expected, objective.DirectionalCurvature(d), 1e-12);
        Assert.Equal(expected, objective.DirectionalCurvature(d * -1e300), 1e-12);
        Assert.Equal(expected, SymmetricEigen.Of(hessian).Weights(d).Dot(SymmetricEigen.Of(hessian).Values).Item<double>(), 1e-12);
        Assert.Equal(
            expected, new Objective(F1, _at.To(DType.Float32)).DirectionalCurvature(d.To(DType.Float32)), 1e-4);
        Assert.Equal(
            "directional_curvature: a direction must have a length that is finite and not 0; the largest element of the vector of shape [3] is 0",
            Assert.Throws<ArgumentException>(() => objective.DirectionalCurvature(Tensor.Zeros([3], DType.Float64))).Message);
        Assert.Contains(
            "must be a float64 vector of shape [3]",
            Assert.Throws<ArgumentException>(() => objective.DirectionalCurvature(Tensor.Ones([2], DType.Float64))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_linear_function_has_no_curvature()
    {
        Assert.Equal(new double[9], new Objective(static x => (x * 3).Sum(), _at).Hessian().ToArray<double>());
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(5, 2)]
    [InlineData(3, 3)]
    [InlineData(0, 2)]
    public void Jacobians_of_every_form_are_those_of_autograd(int n, int m)
    {
        Tensor a = Tensor.Randn([m, n], DType.Float64, generator: new Generator(1)), at = Tensor.Randn([n], DType.Float64, generator: new Generator(2));
        Tensor R(Tensor x) => a.MatMul(x.Tanh()) * 2 + x.Sum();
        var function = new VectorFunction(R, at);
        Tensor jacobian = Autograd.Jacobian(R, at);
        Close(jacobian, function.Jacobian());
        Tensor v = Tensor.Randn([n], DType.Float64, generator: new Generator(3)), u = Tensor.Randn([m], DType.Float64, generator: new Generator(4));
        Close(jacobian.MatMul(v), function.JacobianVectorProduct(v));
        Close(u.MatMul(jacobian), function.VectorJacobianProduct(u));
        Close(R(v), function.ValuesAt(v));
        Close(R(at), function.Values());
    }

    [Fact]
    public void What_is_no_parameter_is_refused()
    {
        Tensor leaf = Tensor.Ones([2], requiresGrad: true), loss = leaf.Sum();
        string Refusal(params Tensor[] parameters) => Assert.Throws<ArgumentException>(() => new Objective(() => loss, parameters)).Message;
        Assert.Equal("objective: at least one tensor is needed to differentiate for; got none", Refusal());
        Assert.Contains("parameter 0, of shape [2], requires none: leave frozen parameters out", Refusal(Tensor.Ones([2])), StringComparison.Ordinal);
        Assert.Contains("parameter 1, of shape [2], is also parameter 0", Refusal(leaf, leaf), StringComparison.Ordinal);
        Assert.Contains("tensor 0 is int64 of shape [1]", Refusal(Tensor.From([1L])), StringComparison.Ordinal);
        Assert.Contains(
            "parameter 1, of shape [1], is float64", Refusal(leaf, Tensor.Ones([1], DType.Float64, requiresGrad: true)), StringComparison.Ordinal);
        Assert.Contains(
            "must be a float64 vector of shape [3]",
            Assert.Throws<ArgumentException>(() => new Objective(F1, _at).HessianVectorProduct(Tensor.Ones([3]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "must return a single floating-point value; got float64 of shape [3]",
            Assert.Throws<InvalidOperationException>(() => new Objective(static x => x * 2, _at).Value).Message,
            StringComparison.Ordinal);
    }

    private static Tensor F1(Tensor x) => (x[0] * x[1].Exp() + x[2].Square() * x[0] + x[1] * x[2].Sin()).Sum();

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.ToArray<double>(), a = actual.ToArray<double>();
        Assert.All(e.Zip(a), static pair => Assert.InRange(pair.Second - pair.First, -1e-12 * (1 + Math.Abs(pair.First)), 1e-12 * (1 + Math.Abs(pair.First))));
    }
}
