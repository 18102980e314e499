namespace MiniTorch.Tests;

/// <summary>Products of matrices and vectors: types, what is not read, and what is refused.</summary>
public sealed class ProductTypeTests
{
    private static readonly Tensor Single = Tensor.Ones([2, 2]);
    private static readonly Tensor Real = Tensor.Ones([2, 2], DType.Float64);
    private static readonly Tensor Whole = Tensor.Ones([2, 2], DType.Int64);
    private static readonly Tensor Vector = Tensor.Ones([2]);

    [Fact]
    public void Types_are_PyTorchs()
    {
        Assert.Equal(DType.UInt8, Whole.To(DType.UInt8).Mm(Whole.To(DType.UInt8)).DType);
        Assert.Equal(DType.Int64, Whole.To(DType.Int32).Trace().DType);
        Assert.Equal(DType.Float32, Whole.Kron(Single).DType);
        Assert.Equal(DType.Float64, Vector.Outer(Real[0]).DType);
        Assert.Equal(DType.Int64, Whole.To(DType.Int32).Vander().DType);
        Assert.Equal(DType.Bool, Whole.To(DType.Bool).MatrixPower(0).DType);
        Assert.Equal([1L, 0, 0, 1], Whole.MatrixPower(0).ToArray<long>());
        Assert.Equal([4L, 4, 4, 4], Whole.MatrixPower(3).ToArray<long>());
        Assert.Equal<Shape>([1, 3], Tensor.From(2.0).Vander(3).Shape);
    }

    [Fact]
    public void Of_bools_the_factors_are_bools()
    {
        Tensor mask = Tensor.From([true, false]), sum = Tensor.From([false, true, false, false], [2, 2]);
        Assert.Equal([true, true, false, false], sum.Addr(mask, mask, 2, 3).ToArray<bool>());
        Assert.Equal([true, false, false, false], sum.Addr(mask, mask, 0, 3).ToArray<bool>());
        Assert.Equal([false, true, false, false], sum.Addr(mask, mask, 1, 0).ToArray<bool>());
    }

    [Fact]
    public void A_power_of_0_has_no_gradient_and_one_of_1_is_a_copy()
    {
        Tensor x = Tensor.Rand([2, 3, 3], requiresGrad: true);
        Assert.False(x.MatrixPower(0).RequiresGrad);
        Assert.False(x.MatrixPower(1).Value.SharesStorageWith(x.Value));
    }

    [Fact]
    public void What_is_multiplied_by_0_is_not_read_and_its_gradient_is_0()
    {
        Tensor x = Tensor.Full([2, 2], double.NaN, DType.Float64, requiresGrad: true);
        Tensor sum = x.Addmm(Real, Real, beta: 0);
        Assert.Equal([2.0, 2, 2, 2], sum.ToArray<double>());
        sum.Sum().Backward();
        Assert.Equal([0.0, 0, 0, 0], x.Grad!.ToArray<double>());
        Assert.Equal([4.0, 4, 4, 4], Real.Addmm(Real, Real, 2, 1).ToArray<double>());
        Assert.Equal([-1L, -1, -1, -1], Whole.Addmm(Whole, Whole, 1, -1).ToArray<long>());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Says("mm: the operands must have 2 and 2 dimensions; got [2, 2] and [2]", () => Single.Mm(Vector));
        Says("mm: the last size of the first operand must equal the second-to-last of the second; got [2, 2] and [3, 2]", () => Single.Mm(Tensor.Ones([3, 2])));
        Says("mv: the operands must have 2 and 1 dimension; got [2, 2] and [2, 2]", () => Single.Mv(Single));
        Says("mv: the last size of the first operand must equal the size of the second; got [2, 2] and [3]", () => Single.Mv(Tensor.Ones([3])));
        Says("bmm: the operands must have 3 and 3 dimensions; got [2, 2] and [2, 2]", () => Single.Bmm(Single));
        Says("bmm: both batches must have one size; got [1, 2, 2] and [2, 2, 2]", () => Single.Unsqueeze(0).Bmm(Tensor.Ones([2, 2, 2])));
        Says("dot: the operands must have 1 and 1 dimension; got [2] and [2, 2]", () => Vector.Dot(Single));
        Says("dot: the last size of the first operand must equal the size of the second; got [2] and [1]", () => Vector.Dot(Tensor.Ones([1])));
        Says("inner: the last sizes of both operands must be equal; got [2, 2] and [1]", () => Single.Inner(Tensor.Ones([1])));
        Says("outer: the operands must have 1 and 1 dimension; got [2] and [2, 2]", () => Vector.Outer(Single));
        Says("addmm: what is added to must broadcast to the shape of the product; got [2, 2, 2] and [2, 2]", () => Tensor.Ones([2, 2, 2]).Addmm(Single, Single));
        Says("baddbmm: the operands must have 3 and 3 dimensions; got [2, 2] and [2, 2, 2]", () => Single.Baddbmm(Single, Tensor.Ones([2, 2, 2])));
        Says("addr: the operands must have 1 and 1 dimension; got [2] and [2, 2]", () => Single.Addr(Vector, Single));
        Says("trace: a matrix is needed; got [2]", () => Vector.Trace());
        Says("cross: dimension -1 must have size 3 in both operands; got [2, 2] and [2, 2]", () => Single.Cross(Single));
        Says("cross: both operands must have as many dimensions; got [2, 3] and [3]", () => Tensor.Ones([2, 3]).Cross(Tensor.Ones([3])));
        Says("cross: dimension 2 is out of range for shape [3], which has 1 dimension", () => Tensor.Ones([3]).Cross(Tensor.Ones([3]), 2));
        Says("vecdot: dimension 2 is out of range for shape [2, 2], which has 2 dimensions", () => Single.Vecdot(Vector, 2));
        Says("matrix_power: the matrices must be square, their last two sizes equal; got [2, 3]", () => Tensor.Ones([2, 3]).MatrixPower(2));
        Says("multi_dot: at least two tensors are needed; got 1", () => Tensor.MultiDot(Single));
        Says("multi_dot: tensors must be matrices, the first and the last may be vectors; got [2] at 1", () => Tensor.MultiDot(Single, Vector, Single));
        Says("multi_dot: the last size of the first operand must equal the second-to-last of the second; got [2, 2] and [3, 2]", () => Tensor.MultiDot(Single, Tensor.Ones([3, 2]), Single));
        Says("vander: n must be at least 2; got 1", () => Vector.Vander(1));
        Says("cdist: both operands must have rows of one size, and at least two dimensions; got [2, 2] and [2]", () => Single.Cdist(Vector));
        Says("cdist: the order must be at least 0; got -1", () => Single.Cdist(Single, -1));
        Says("matrix_norm: the order must be 1, -1, ∞, -∞ or none; got 2", () => Single.MatrixNorm(2));
        Says("matrix_norm: at least two dimensions are needed, the rows and columns of matrices; got [2]", () => Vector.MatrixNorm());
    }

    [Fact]
    public void Pairs_of_dimensions_that_do_not_fit_are_named()
    {
        Tensor x = Tensor.Ones([2, 3]);
        Says("tensordot: dims must be at least 0 and no more than both operands have; got 3 for [2, 3] and [2, 2]", () => x.Tensordot(Single, 3));
        Says("tensordot: dims must be at least 0 and no more than both operands have; got -1 for [2, 3] and [2, 2]", () => x.Tensordot(Single, -1));
        Says("tensordot: both lists of dimensions must have one length; got [1] and [0, 1]", () => x.Tensordot(Single, [1], [0, 1]));
        Says("tensordot: a dimension may be named once; got [1, -1] and [0, 1]", static () => Single.Tensordot(Single, [1, -1], [0, 1]));
        Says("tensordot: the sizes of a pair of dimensions must be equal or 1; got 3 and 2 for 1 of [2, 3] and 0 of [2, 2]", () => x.Tensordot(Single, 1));
        Says("tensordot: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Tensordot(Single, [2], [0]));
    }

    [Fact]
    public void Types_that_do_not_fit_are_named()
    {
        foreach ((string op, Func<Tensor> call) in (IEnumerable<(string, Func<Tensor>)>)
        [
            ("mm", () => Single.Mm(Real)), ("inner", () => Single.Inner(Real)), ("vecdot", () => Single.Vecdot(Real)), ("dot", () => Vector.Dot(Real[0])), ("cdist", () => Single.Cdist(Real)),
            ("addmm", () => Single.Addmm(Real, Real)), ("multi_dot", () => Tensor.MultiDot(Single, Single, Real)), ("matmul", () => Single.MatMul(Real)),
            ("addr", () => Real.Addr(Vector, Real[0])), ("solve", () => Single.Solve(Real)), ("solve_triangular", () => Single.SolveTriangular(Real, upper: true)), ("lstsq", () => Single.Lstsq(Real)),
        ])
        {
            Says($"{op}: both operands must have one dtype; got float32 and float64", call);
        }

        Says("cross: both operands must have one dtype; got int64 and float32", () => Whole.Cross(Single));
        Says("tensordot: operands that are multiplied and summed must have one dtype; got float32 and float64", () => Single.Tensordot(Real));
        Says("addmm: beta and alpha must be whole numbers for integers; got 0.5 and 1 for int64", () => Whole.Addmm(Whole, Whole, 0.5));
        Says("addr: beta and alpha must be whole numbers for integers; got 1 and 2.5 for int64", () => Whole.Addr(Whole[0], Whole[0], 1, 2.5));
    }

    private static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
