namespace MiniTorch.Tests;

/// <summary>Factorisations and solutions: what they read, singular matrices, and what is refused.</summary>
public sealed class SolveTests
{
    [Fact]
    public void Cholesky_reads_one_triangle_and_its_gradient_is_symmetric()
    {
        double nan = double.NaN;
        Tensor lower = Tensor.From([4, nan, 2, 5], [2, 2], requiresGrad: true), upper = Tensor.From([4, 2, nan, 5], [2, 2], requiresGrad: true);
        Assert.Equal([2.0, 0, 1, 2], lower.Cholesky().ToArray<double>());
        Assert.Equal([2.0, 1, 0, 2], upper.Cholesky(upper: true).ToArray<double>());

        // As PyTorch 1.13, of the symmetric matrix.
        double[] expected = [0.1875, 0.125, 0.125, 0.25];
        lower.Cholesky().Sum().Backward();
        upper.Cholesky(upper: true).Sum().Backward();
        Close.Assert(expected, lower.Grad!.ToArray<double>());
        Close.Assert(expected, upper.Grad!.ToArray<double>());
    }

    [Fact]
    public void The_other_triangle_is_not_read_and_has_no_gradient()
    {
        Tensor a = Tensor.From([2, double.NaN, 1, 4], [2, 2], requiresGrad: true);
        Tensor x = a.SolveTriangular(Tensor.From([2.0, 5], [2, 1]), upper: false);
        Assert.Equal([1.0, 1], x.ToArray<double>());
        x.Sum().Backward();
        Assert.Equal([-0.375, 0, -0.25, -0.25], a.Grad!.ToArray<double>());
        Assert.Equal([2.0, 3], a.SolveTriangular(Tensor.From([2.0, 5], [2, 1]), upper: false, unitriangular: true).ToArray<double>());
        Assert.Equal([1.0, double.PositiveInfinity], Tensor.From([2.0, 0, 1, 0], [2, 2]).SolveTriangular(Tensor.From([2.0, 5], [2, 1]), upper: false).ToArray<double>());
    }

    [Fact]
    public void One_number_is_one_vector_for_every_matrix_of_a_batch()
    {
        Tensor a = Tensor.From([2.0], [1, 1, 1]), x = a.Solve(Tensor.From([3.0]));
        Assert.Equal<Shape>([1, 1], x.Shape);
        Assert.Equal([1.5], x.ToArray<double>());
    }

    [Fact]
    public void A_zero_on_the_diagonal_is_no_obstacle()
    {
        Tensor a = Tensor.From([0.0, 2, 0, 0, 0, 4, 1, 0, 0], [3, 3]);
        Assert.Equal([3.0, 0.5, 0.5], a.Solve(Tensor.From([1.0, 2, 3])).ToArray<double>());
        Assert.Equal([0, 0, 1, 0.5, 0, 0, 0, 0.25, 0], a.Inverse().ToArray<double>());
        Assert.Equal(8, a.Det().Item<double>());
    }

    [Fact]
    public void Vectors_and_matrices_are_told_apart_as_in_PyTorch()
    {
        Tensor a = new(NDArray.From([1.0, 0, 0, 1], [2, 2]).Expand([3, 2, 2]));
        Assert.Equal<Shape>([3, 2], a.Solve(Tensor.Ones([3, 2], DType.Float64)).Shape);
        Assert.Equal<Shape>([3, 2], a.Solve(Tensor.Ones([2], DType.Float64)).Shape);
        Assert.Equal<Shape>([3, 2, 4], a.Solve(Tensor.Ones([2, 4], DType.Float64)).Shape);
        Assert.Equal<Shape>([5, 3, 2, 4], a.Solve(Tensor.Ones([5, 1, 2, 4], DType.Float64)).Shape);
    }

    [Fact]
    public void Qr_has_LAPACKs_signs()
    {
        // PyTorch 1.13.
        (Tensor q, Tensor r) = Tensor.From([1.0, 2, 3, 4, 5, 6], [3, 2]).Qr();
        Close.Assert([-0.16903085094570325, 0.8970852271450607, -0.50709255283711, 0.27602622373694136, -0.8451542547285166, -0.345032779671177], q.ToArray<double>());
        Close.Assert([-5.916079783099616, -7.437357441610946, 0, 0.8280786712108248], r.ToArray<double>());
        Assert.Equal([1.0, 0, 0, 1], Tensor.From([2.0, 3, 0, -4], [2, 2]).Qr().Q.ToArray<double>());

        // Zero columns, and squares that would overflow.
        Assert.Equal([0.0, 0, 0, 0], Tensor.Zeros([3, 2]).Qr().R.ToArray<float>().Select(static v => (double)v));
        Close.Assert([-5e300], Tensor.From([3e300, 4e300], [2, 1]).Qr().R.ToArray<double>());
    }

    [Fact]
    public void Singular_matrices_are_named_with_their_place()
    {
        Tensor good = Tensor.From([1.0, 2, 3, 5], [2, 2]), bad = Tensor.From([1.0, 2, 2, 4], [2, 2]);
        Tensor batch = Tensor.Stack([good, bad, good, bad]);
        Says("inverse: the matrices must not be singular; pivot 2 is 0, in shape [2, 2]", () => bad.Inverse());
        Says("inverse: the matrices must not be singular; pivot 1 is 0, in shape [1, 1]", static () => Tensor.Zeros([1, 1]).Inverse());
        Says("inverse: the matrices must not be singular; pivot 2 is 0, at batch index [1] of shape [4, 2, 2]", () => batch.Inverse());
        Says("solve: the matrices must not be singular; pivot 2 is 0, at batch index [0, 1] of shape [2, 2, 2, 2]", () => batch.Reshape(2, 2, 2, 2).Solve(good));
        Says("cholesky: the matrices must be positive definite; the leading minor of order 2 is not, in shape [2, 2]", () => bad.Cholesky());
        Says("cholesky: the matrices must be positive definite; the leading minor of order 1 is not, at batch index [2] of shape [3, 2, 2]", static () =>
            Tensor.Stack([Tensor.From([1f, 0, 0, 1], [2, 2]), Tensor.From([1f, 0, 0, 1], [2, 2]), Tensor.Full([2, 2], double.NaN, DType.Float32)]).Cholesky());
    }

    [Fact]
    public void Shapes_and_types_that_do_not_fit_are_named()
    {
        Tensor square = Tensor.Ones([2, 2]), wide = Tensor.Ones([2, 3]), vector = Tensor.Ones([2]);
        foreach ((string op, Func<Tensor, Tensor> call) in (IEnumerable<(string, Func<Tensor, Tensor>)>)
        [
            ("cholesky", static x => x.Cholesky()), ("inverse", static x => x.Inverse()), ("det", static x => x.Det()), ("slogdet", static x => x.Slogdet().Sign),
            ("solve", static x => x.Solve(x)), ("solve_triangular", static x => x.SolveTriangular(x, upper: true)),
        ])
        {
            Says($"{op}: the matrices must be square, their last two sizes equal; got [2, 3]", () => call(wide));
            Says($"{op}: at least two dimensions are needed, the rows and columns of matrices; got [2]", () => call(vector));
            Assert.Equal(
                $"{op}: not defined for int64; convert with To(DType.Float32) first", Assert.Throws<NotSupportedException>(() => call(Tensor.Arange(4).Reshape(2, 2))).Message);
        }

        Says("qr: at least two dimensions are needed, the rows and columns of matrices; got [2]", () => vector.Qr().Q);
        Says("cholesky_inverse: the matrices must be square, their last two sizes equal; got [2, 3]", () => wide.CholeskyInverse());
        Says("solve: the second-to-last size of the right-hand side must equal the size of the matrices; got [2, 2] and [3, 2]", () => square.Solve(Tensor.Ones([3, 2])));
        Says("solve: the last size of the right-hand side must equal the size of the matrices; got [2, 2] and [2, 3]", () => square.Solve(wide, left: false));
        Says("solve: vectors stand on the right of the matrices, so that left: must be true; got [2, 2] and [2]", () => square.Solve(vector, left: false));
        Says("solve_triangular: at least two dimensions are needed, the rows and columns of matrices; got [2]", () => square.SolveTriangular(vector, upper: true));
        Says("lstsq: both operands must be matrices with as many rows; got [2, 2] and [3, 2]", () => square.Lstsq(Tensor.Ones([3, 2])));
        Says(
            "solve_triangular: the dimensions before the last two must broadcast: sizes aligned at their end are equal or 1; got [2, 2, 2] and [3, 2, 2]",
            static () => Tensor.Ones([2, 2, 2]).SolveTriangular(Tensor.Ones([3, 2, 2]), upper: true));
    }

    private static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
