namespace MiniTorch.Optim;

/// <summary>The rule that parameters which form one vector must obey.</summary>
internal static class OneVector
{
    /// <summary>What contradicts it, in words, or null.</summary>
    public static string? Conflict(Tensor[] parameters)
    {
        for (int i = 1; i < parameters.Length; i++)
        {
            if (parameters[i].DType != parameters[0].DType)
            {
                return $"all parameters form one vector and must have one type; parameter 0, of shape {parameters[0].Shape}, is "
                    + $"{parameters[0].DType.Name()} and parameter {i}, of shape {parameters[i].Shape}, is {parameters[i].DType.Name()}";
            }
        }

        return null;
    }
}
