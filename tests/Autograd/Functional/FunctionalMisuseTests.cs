using static MiniTorch.Tests.Functions;

namespace MiniTorch.Tests;

/// <summary>Every error of the functional API names the function, the rule and what came.</summary>
public sealed class FunctionalMisuseTests
{
    private static readonly Tensor X = Numbers([2]);

    [Fact]
    public void Results_of_more_than_one_value_have_no_Hessian()
    {
        Throws("hessian: the function must return a single value; got shape [2]", static () => Autograd.Hessian(static x => x * x, X));
        Throws("hessian: the function must return a single value; got shape [0]", static () => Autograd.Hessian(static x => x[..0], X));
        Throws("hessian_vector_product: the function must return a single value; got shape [2]", static () => Autograd.HessianVectorProduct(static x => x, X, X));
        Throws("vector_hessian_product: the function must return a single value; got shape [2]", static () => Autograd.VectorHessianProduct(static x => x, X, X));
    }

    [Fact]
    public void V_must_match()
    {
        Tensor wide = Numbers([1, 2]), single = Numbers([2], dtype: DType.Float32);
        static Tensor Sum(Tensor x) => x.Sum();
        Throws(
            "hessian_vector_product: v must have the shape and type of its input; input 0 is float64 [2], got float64 [1, 2]",
            () => Autograd.HessianVectorProduct(Sum, X, wide));
        Throws(
            "vector_hessian_product: v must have the shape and type of its input; input 0 is float64 [2], got float32 [2]",
            () => Autograd.VectorHessianProduct(Sum, X, single));
        Throws(
            "jacobian_vector_product: v must have the shape and type of its input; input 1 is float64 [2], got float64 [1, 2]",
            () => Autograd.JacobianVectorProduct(static x => x[0], [X, X], [X, wide]));
        Throws(
            "vector_jacobian_product: v must have the shape and type of its output; output 0 is float64 [], got float64 [2]",
            static () => Autograd.VectorJacobianProduct(Sum, X, X));
        Throws(
            "hessian_vector_product: one v for each input is needed; got 1 for 2",
            static () => Autograd.HessianVectorProduct(static x => x[0].Sum(), [X, X], [X]));
        Throws(
            "vector_jacobian_product: one v for each output is needed; got 1 for 2",
            static () => Autograd.VectorJacobianProduct(static x => (Tensor[])[x[0], x[0]], [X], [X]));
    }

    [Fact]
    public void Types_without_gradients()
    {
        Tensor index = Tensor.From([1L, 2]);
        Throws(
            "jacobian: only floating-point tensors have derivatives; input 1 is int64 of shape [2]",
            () => Autograd.Jacobian(static x => x[0], [X, index]));
        Throws("hessian: only floating-point tensors", () => Autograd.Hessian(static x => x.Sum(), index));
        Throws(
            "jacobian: the function must return a floating-point type; output 0 is bool of shape [2]", static () => Autograd.Jacobian(static x => x.Gt(0), X));
        Throws(
            "jacobian_vector_product: the function must return a floating-point type; output 1 is int64 of shape []",
            static () => Autograd.JacobianVectorProduct(static x => (Tensor[])[x[0], x[0].ArgMax()], [X], [X]));
    }

    [Fact]
    public void Functions_that_return_nothing_and_calls_without_inputs()
    {
        Throws("jacobian: the function must return a tensor; output 0 is null", static () => Autograd.Jacobian(static Tensor (Tensor _) => null!, X));
        Throws("jacobian: the function must return a tensor; it returned none", static () => Autograd.Jacobian(static Tensor[] (Tensor[] _) => null!, [X]));
        Throws("jacobian: the function must return a tensor; it returned none", static () => Autograd.Jacobian(static Tensor[] (Tensor[] _) => [], [X]));
        Throws("hessian: at least one input is needed; got none", static () => Autograd.Hessian(static Tensor (Tensor[] _) => X.Sum(), []));
    }

    [Fact]
    public void Strictness_forbids_derivatives_that_are_zero_by_construction()
    {
        const string Forbidden = "; its derivative is zero, which strict: true forbids";
        Throws(
            "jacobian: output 1 does not depend on input 0, of shape [2]" + Forbidden,
            static () => Autograd.Jacobian(static x => [x[0] * x[1], x[1]], [X, X], strict: true));
        Throws("jacobian: output 0 does not depend on input 0", static () => Autograd.Jacobian(static _ => X, X, createGraph: true, strict: true));
        Throws("hessian: the result does not depend on input 1", static () => Autograd.Hessian(static x => x[0].Exp().Sum(), [X, X], strict: true));
        Throws(
            "hessian: the gradient for input 0 does not depend on input 1",
            static () => Autograd.Hessian(static x => x[0].Exp().Sum() + x[1].Exp().Sum(), [X, X], strict: true));
        Throws("hessian: the gradient for input 0 does not depend on input 0", static () => Autograd.Hessian(static x => x.Sum(), X, strict: true));
        Throws(
            "hessian_vector_product: the gradient does not depend on input 0",
            static () => Autograd.HessianVectorProduct(static x => x.Sum(), X, X, strict: true));
        Throws("vector_hessian_product: the result does not depend on input 0", static () => Autograd.VectorHessianProduct(static _ => X.Sum(), X, X, strict: true));
        Throws(
            "vector_jacobian_product: the result does not depend on input 1",
            static () => Autograd.VectorJacobianProduct(static x => x[0], [X, X], X, strict: true));
        Throws(
            "jacobian_vector_product: the result does not depend on input 1",
            static () => Autograd.JacobianVectorProduct(static x => x[0], [X, X], [X, X], strict: true));
        Throws(
            "jacobian_vector_product: output 1, of shape [2], depends on no input" + Forbidden,
            static () => Autograd.JacobianVectorProduct(static x => (Tensor[])[x[0], X], [X], [X], strict: true));

        // What depends is let through, zeros among it.
        Assert.Equal(2, Autograd.Hessian(static x => (x[0] * x[1]).Exp().Sum(), [X, X], strict: true).Length);
        Assert.Equal([0, 0, 0, 0], Autograd.Jacobian(static x => x * 0, X, strict: true).ToArray<double>());
        Assert.Equal(X.ToArray<double>(), Autograd.JacobianVectorProduct(static x => x * 1, X, X, strict: true).ToArray<double>());
    }

    private static void Throws(string message, Func<object> call) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => { _ = call(); }).Message, StringComparison.Ordinal);
}
