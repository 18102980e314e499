namespace MiniTorch.Examples.Optimization;

/// <summary>The surfaces of the race.</summary>
internal static class Surfaces
{
    public static IReadOnlyList<Surface> All { get; } =
    [
        new(
            "two-wells",
            "Two wells",
            "(x² − 4)²/8 + x/2 + y²",
            static (x, y) => ((x.Square() - 4).Square() / 8) + (x / 2) + y.Square(),
            (-3.5, -2),
            (3.5, 2))
        {
            Starts = [new("on the right slope", 3.2, 1.5), new("near the ridge", 0.4, -1.6), new("on the left slope", -3.2, 1.2)],
            Marks = [new("global minimum", -2.114907541476756, 0), new("local minimum", 1.8608058531117035, 0), new("saddle", 0.254101688365052, 0)],
            Rates = [0.03, 0.02, 0.3, 0.1, 0.23],
        },
        new(
            "beale",
            "Beale",
            "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
            static (x, y) => (1.5 - x + (x * y)).Square() + (2.25 - x + (x * y.Square())).Square() + (2.625 - x + (x * y * y.Square())).Square(),
            (-4, -3),
            (4, 3))
        {
            Starts = [new("(1, 1)", 1, 1), new("(−1, −1.5)", -1, -1.5), new("(1, −1.5)", 1, -1.5)],
            Marks = [new("minimum", 3, 0.5)],
            Rates = [0.003, 0.001, 0.3, 0.02, 0.05],
            LogOffset = 0.1,
        },
        new(
            "rosenbrock",
            "Rosenbrock",
            "(1 − x)² + 100(y − x²)²",
            static (x, y) => (1 - x).Square() + ((y - x.Square()).Square() * 100),
            (-2, -1),
            (2, 3))
        {
            Starts = [new("(−1.2, 1)", -1.2, 1), new("(−1.5, 2.5)", -1.5, 2.5), new("(1.5, −0.5)", 1.5, -0.5)],
            Marks = [new("minimum", 1, 1)],
            Rates = [0.0006, 0.0003, 0.3, 0.01, 0.05],
            LogOffset = 0.1,
        },
        new(
            "himmelblau",
            "Himmelblau",
            "(x² + y − 11)² + (x + y² − 7)²",
            static (x, y) => (x.Square() + y - 11).Square() + (x + y.Square() - 7).Square(),
            (-5, -5),
            (5, 5))
        {
            Starts = [new("the middle", 0, 0), new("(−4, 0)", -4, 0), new("(0.5, −4.5)", 0.5, -4.5)],
            Marks =
            [
                new("minimum", 3, 2), new("minimum", -2.805118086952745, 3.131312518250573), new("minimum", -3.779310253377747, -3.283185991286170),
                new("minimum", 3.584428340330492, -1.848126526964404),
            ],
            Rates = [0.006, 0.003, 0.5, 0.05, 0.2],
            LogOffset = 1,
        },
        new(
            "saddle",
            "A saddle",
            "x²/2 − y²/2 + y⁴/16",
            static (x, y) => (x.Square() / 2) - (y.Square() / 2) + (y.Square().Square() / 16),
            (-3, -3),
            (3, 3))
        {
            Starts = [new("beside the ridge (y = 0.01)", 2.5, 0.01), new("on the ridge (y = 0)", 2.5, 0), new("on the slope", 2.2, 0.8)],
            Marks = [new("saddle", 0, 0), new("minimum", 0, 2), new("minimum", 0, -2)],
            Rates = [0.1, 0.03, 0.3, 0.03, 0.1],
        },
        new(
            "long-valley",
            "A long valley",
            "x²/20 + 5y², condition number 100",
            static (x, y) => (x.Square() / 20) + (y.Square() * 5),
            (-10, -3),
            (10, 3))
        {
            Starts = [new("far out", -9, 2), new("in the valley", -9, 0), new("on the slope", 3, -2.5)],
            Marks = [new("minimum", 0, 0)],
            Rates = [0.06, 0.03, 1, 0.05, 0.3],
            LogOffset = 0.01,
        },
    ];
}
