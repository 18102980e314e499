namespace MiniTorch.Tests;

/// <summary>Factorisations, systems of equations, determinants: of matrices that are far from singular.</summary>
internal static class SolveProofs
{
    private static readonly OpTestOptions Small = new() { Low = -1, High = 1 };
    private static readonly Shape[] Squares = [[3, 3], [2, 2], [1, 1], [0, 0], [2, 3, 3], [2, 1, 2, 2], [0, 2, 2], [2, 0, 0]];
    private static readonly Shape[] Rectangles = [[3, 3], [4, 2], [2, 3], [2, 3, 2], [2, 3, 4], [1, 1], [3, 1], [1, 3], [0, 0], [3, 0], [0, 2], [0, 3, 2]];
    private static readonly (Shape, Shape)[] Systems =
    [
        ([3, 3], [3, 2]), ([2, 3, 3], [2, 3, 1]), ([2, 3, 3], [3, 4]), ([3, 3], [2, 3, 1]), ([2, 1, 2, 2], [3, 2, 2]), ([1, 1], [1, 1]),
        ([0, 0], [0, 2]), ([2, 2], [2, 0]), ([0, 2, 2], [0, 2, 1]), ([1, 2, 2], [0, 2, 1]),
    ];

    private static readonly (Shape, Shape)[] SystemsFromTheRight = [([3, 3], [2, 3]), ([2, 3, 3], [1, 3]), ([1, 1], [1, 1]), ([0, 0], [2, 0])];

    public static OpProof[] All =>
    [
        new OpProof("Cholesky", "torch.linalg.cholesky")
            .Case(static x => Definite(x).Cholesky(), static x => Definite(x).Each(PlainMatrices.Cholesky), Squares, Small)
            .Case(static x => Definite(x).Cholesky(upper: true), static x => Definite(x).Each(PlainMatrices.Cholesky).Transposed(), Squares, Small),
        new OpProof("CholeskySolve", "torch.cholesky_solve")
            .Case(
                static (a, b) => Near(a).CholeskySolve(b),
                static (a, b) => PlainMatrices.Each(Near(a), b, static (l, b) => FromFactor(l, b, upper: false)),
                Systems,
                Small)
            .Case(
                static (a, b) => Near(a).CholeskySolve(b, upper: true),
                static (a, b) => PlainMatrices.Each(Near(a), b, static (l, b) => FromFactor(l, b, upper: true)),
                Systems,
                Small),
        new OpProof("CholeskyInverse", "torch.cholesky_inverse")
            .Case(
                static x => Near(x).CholeskyInverse(),
                static x => Near(x).Each(static l => FromFactor(l, PlainMatrices.Identity(l.GetLength(0)), upper: false)),
                Squares,
                Small)
            .Case(
                static x => Near(x).CholeskyInverse(upper: true),
                static x => Near(x).Each(static l => FromFactor(l, PlainMatrices.Identity(l.GetLength(0)), upper: true)),
                [[3, 3]],
                Small),
        new OpProof("SolveTriangular", "torch.linalg.solve_triangular")
            .Triangular(upper: false, unit: false)
            .Triangular(upper: true, unit: false)
            .Triangular(upper: false, unit: true)
            .Triangular(upper: true, unit: true),
        new OpProof("Solve", "torch.linalg.solve")
            .Case(static (a, b) => Near(a).Solve(b), static (a, b) => PlainMatrices.Each(Near(a), b, PlainMatrices.Solve), Systems, Small)
            .Case(
                static (a, b) => Near(a).Solve(b, left: false),
                static (a, b) => PlainMatrices.Each(Near(a).Transposed(), b.Transposed(), PlainMatrices.Solve).Transposed(),
                SystemsFromTheRight,
                Small)
            .Case(
                static (a, b) => Near(a).Solve(b),
                static (a, b) => Columns(PlainMatrices.Each(Near(a), b.Reshape([.. b.Shape, 1]), PlainMatrices.Solve)),
                [([3, 3], [3]), ([2, 3, 3], [2, 3]), ([2, 3, 3], [3]), ([2, 1, 2, 2], [2, 1, 2]), ([1, 1], [1]), ([0, 0], [0]), ([0, 2, 2], [0, 2])],
                Small),
        new OpProof("Inverse", "torch.linalg.inv").Case(static x => Near(x).Inverse(), static x => Near(x).Each(PlainMatrices.Inverse), Squares, Small),
        new OpProof("Det", "torch.linalg.det")
            .Case(static x => Near(x).Det(), static x => Near(x).EachNumber(PlainMatrices.Det), Squares, Small)
            .Case(static x => Exchanged(Near(x)).Det(), static x => Near(x).EachNumber(static a => -PlainMatrices.Det(a)), [[3, 3], [2, 2, 2]], Small),
        new OpProof("Slogdet", "torch.linalg.slogdet")
            .Case(static x => Near(x).Slogdet().LogAbsDet, static x => Near(x).EachNumber(static a => Math.Log(PlainMatrices.Det(a))), Squares, Small)
            .Case(static x => Exchanged(Near(x)).Slogdet().LogAbsDet, static x => Near(x).EachNumber(static a => Math.Log(PlainMatrices.Det(a))), [[3, 3]], Small),
        new OpProof("Qr", "torch.linalg.qr")
            .Case(static x => Steep(x).Qr().Q, static x => Steep(x).Each(static a => PlainMatrices.Qr(a, Signs(a)).Q), Rectangles, Small)
            .Case(static x => Steep(x).Qr().R, static x => Steep(x).Each(static a => PlainMatrices.Qr(a, Signs(a)).R), Rectangles, Small)
            .Case(
                static x => Product(Steep(x).Qr()),
                static x => Steep(x).Each(static a => { (double[,] q, double[,] r) = PlainMatrices.Qr(a, Signs(a)); return PlainMatrices.Times(PlainMatrices.Times(q, r), PlainMatrices.Transposed(r)); }),
                [[3, 2], [2, 3]],
                Small),
        new OpProof("Lstsq", "torch.linalg.lstsq").Case(
            static (a, b) => Steep(a).Lstsq(b),
            static (a, b) => PlainMatrices.Each(Steep(a), b, LeastSquares),
            [([4, 2], [4, 3]), ([3, 3], [3, 1]), ([2, 4], [2, 2]), ([2, 3, 2], [3, 1]), ([1, 1], [1, 1]), ([2, 0], [2, 1]), ([0, 2, 1], [0, 2, 1])],
            Small),
        new OpProof("Logdet", "torch.logdet").Case(
            static x => Near(x).Logdet(),
            static x => Near(x).EachNumber(static a => Math.Log(PlainMatrices.Det(a))),
            Squares,
            Small),
    ];

    /// <summary>c·I, of a tensor's size and type.</summary>
    public static Tensor Identity(Tensor x, double c) =>
        new(NDArray.From([.. PlainMatrices.Build(x.Shape[-1], x.Shape[-1], (i, j) => i == j ? c : 0).Cast<double>()], [x.Shape[-1], x.Shape[-1]]).To(x.DType));

    private static OpProof Triangular(this OpProof proof, bool upper, bool unit) => proof
        .Case(
            (a, b) => (a + Identity(a, unit ? 0 : 3)).SolveTriangular(b, upper, unitriangular: unit),
            (a, b) => PlainMatrices.Each(a.PlusIdentity(unit ? 0 : 3), b, (a, b) => PlainMatrices.Solve(PlainMatrices.Triangle(a, upper, unit), b)),
            Systems,
            Small)
        .Case(
            (a, b) => (a + Identity(a, unit ? 0 : 3)).SolveTriangular(b, upper, left: false, unit),
            (a, b) => PlainMatrices.Each(a.PlusIdentity(unit ? 0 : 3).Transposed(), b.Transposed(), (a, b) => PlainMatrices.Solve(PlainMatrices.Triangle(a, !upper, unit), b)).Transposed(),
            SystemsFromTheRight,
            Small);

    private static double[,] FromFactor(double[,] factor, double[,] b, bool upper)
    {
        double[,] triangle = PlainMatrices.Triangle(factor, upper);
        double[,] transposed = PlainMatrices.Transposed(triangle);
        return PlainMatrices.Solve(upper ? PlainMatrices.Times(transposed, triangle) : PlainMatrices.Times(triangle, transposed), b);
    }

    private static Tensor Near(Tensor x) => x + Identity(x, 3);

    private static Plain Near(Plain x) => x.PlusIdentity(3);

    private static Tensor Definite(Tensor x) => x.MatMul(x.Transpose(-2, -1)) + Identity(x, x.Shape[-1]);

    private static Plain Definite(Plain x) => x.Each(static a => PlainMatrices.Times(a, PlainMatrices.Transposed(a))).PlusIdentity(x.Shape[-1]);

    // The first two rows in the other order, which turns the sign.
    private static Tensor Exchanged(Tensor x)
    {
        Tensor[] rows = [.. Enumerable.Range(0, x.Shape[-2]).Select(i => x.Select(-2, i < 2 ? 1 - i : i))];
        return Tensor.Stack(rows, -2);
    }

    // With 3 added on the diagonal of a matrix that need not be square, so that the columns are independent.
    private static Tensor Steep(Tensor x) =>
        x + new Tensor(NDArray.From([.. PlainMatrices.Build(x.Shape[-2], x.Shape[-1], static (i, j) => i == j ? 3 : 0).Cast<double>()], [x.Shape[-2], x.Shape[-1]]).To(x.DType));

    private static Plain Steep(Plain x) => x.PlusIdentity(3);

    // What is left of a column of such a matrix is positive in its first element: R's diagonal is negative, but where nothing stands below.
    private static Func<int, int> Signs(double[,] a) => j => j == a.GetLength(0) - 1 ? 1 : -1;

    private static Tensor Product((Tensor Q, Tensor R) qr) => qr.Q.MatMul(qr.R).MatMul(qr.R.Transpose(-2, -1));

    private static double[,] LeastSquares(double[,] a, double[,] b)
    {
        double[,] t = PlainMatrices.Transposed(a);
        return a.GetLength(0) >= a.GetLength(1)
            ? PlainMatrices.Solve(PlainMatrices.Times(t, a), PlainMatrices.Times(t, b))
            : PlainMatrices.Times(t, PlainMatrices.Solve(PlainMatrices.Times(a, t), b));
    }

    private static Plain Columns(Plain x) => x.Reshape(Shape.Of(x.Shape.AsSpan()[..^1]));
}
