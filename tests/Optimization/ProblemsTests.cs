using MiniTorch.Curvature;
using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

public class ProblemsTests
{
    [Fact]
    public void A_rotated_quadratic_has_the_eigenvalues_that_were_asked_for()
    {
        var quadratic = Quadratic.Rotated([-2, 1, 5], new Generator(1));
        Tensor hessian = new Objective(quadratic.Value, Tensor.From([1.0, 2, 3])).Hessian();

        double[] found = SymmetricEigen.Of(hessian).Values.ToArray<double>();

        Assert.All(found.Zip(quadratic.Eigenvalues), static pair => Assert.Equal(pair.Second, pair.First, 1e-13));
        Assert.True(Math.Abs(hessian[0, 1].Item<double>()) > 0.01);
    }

    [Fact]
    public void A_turned_quadratic_has_its_first_direction_at_the_angle()
    {
        Tensor direction = Tensor.From([Math.Sqrt(3) / 2, 0.5]);

        Tensor image = Quadratic.Turned(5, 1, Math.PI / 6).Matrix.Mv(direction);

        Assert.All((image - direction * 5).ToArray<double>(), static difference => Assert.Equal(0, difference, 1e-14));
    }

    [Fact]
    public void Grids_hold_both_ends()
    {
        Assert.Equal([-1, 0, 1, 2], Grid.Linear(-1, 2, 4));
        Assert.All(Grid.Geometric(1, 1000, 4).Zip([1.0, 10, 100, 1000]), static pair => Assert.Equal(1, pair.First / pair.Second, 1e-12));
    }

    [Fact]
    public void The_exponent_of_a_power_law_is_found_whatever_its_factor() =>
        Assert.Equal(-1.5, PowerLaw.Exponent([1, 2, 7, 30], [.. new[] { 1.0, 2, 7, 30 }.Select(static x => 4 * Math.Pow(x, -1.5))]), 1e-12);
}
