namespace MiniTorch;

internal sealed partial class Engine
{
    // Un-broadcasting, once for all operations: what was repeated in the forward direction is summed in the backward one.
    private static Tensor Fit(Tensor gradient, Node to, Node? from)
    {
        if (gradient.Shape != to.Shape)
        {
            if (!Repeats(gradient.Shape, to.Shape))
            {
                Throw.Invalid("backward", $"'{from?.Name ?? "the given gradient"}' made a gradient of shape {gradient.Shape} for an input of shape {to.Shape}");
            }

            gradient = gradient.SumTo(to.Shape);
        }

        return gradient.DType == to.DType ? gradient : gradient.To(to.DType);
    }

    private static bool Repeats(Shape gradient, Shape shape)
    {
        int shift = gradient.Rank - shape.Rank;
        bool repeats = shift >= 0;
        for (int i = 0; repeats && i < shape.Rank; i++)
        {
            repeats = shape[i] == 1 || shape[i] == gradient[shift + i];
        }

        return repeats;
    }
}
