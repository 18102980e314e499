namespace MiniTorch.NN;

/// <summary>
/// A table with a vector for each index: indices [...] → [..., dim]. Its rows start normal with mean 0 and deviation 1, that of the padding index as 0.
/// See <see cref="F.Embedding"/>. PyTorch: <c>nn.Embedding</c>.
/// </summary>
public sealed class Embedding : Layer
{
    private readonly Tensor _weight;

    /// <summary>An embedding.</summary>
    /// <param name="numEmbeddings">Number of rows.</param>
    /// <param name="embeddingDim">Size of each row.</param>
    /// <param name="paddingIdx">A row that starts as 0 and gets no gradient; negative counts from the end.</param>
    /// <param name="maxNorm">If given, rows that are used and have a larger norm are first scaled to it, in the table itself.</param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by how often its index occurs in the input.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <param name="generator">Where the initial values come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A size is negative, the padding index is out of range, or the type is not floating-point.</exception>
    public Embedding(
        int numEmbeddings,
        int embeddingDim,
        int? paddingIdx = null,
        double? maxNorm = null,
        double normType = 2,
        bool scaleGradByFreq = false,
        DType? dtype = null,
        Generator? generator = null)
        : this(Table(numEmbeddings, embeddingDim, dtype), paddingIdx, maxNorm, normType, scaleGradByFreq)
    {
        Init.Normal(_weight, generator: generator);
        if (PaddingIdx is { } padding)
        {
            _weight.Value.Select(0, padding).Fill(0);
        }
    }

    private Embedding(Tensor weight, int? paddingIdx, double? maxNorm, double normType, bool scaleGradByFreq)
    {
        F.CheckMaxNorm(maxNorm ?? 0);
        NumEmbeddings = weight.Shape[0];
        EmbeddingDim = weight.Shape[1];
        PaddingIdx = paddingIdx is { } padding ? F.PaddingRow(padding, NumEmbeddings) : null;
        MaxNorm = maxNorm;
        NormType = normType;
        ScaleGradByFreq = scaleGradByFreq;
        RegisterParameter(out _weight, weight);
    }

    /// <summary>Number of rows.</summary>
    public int NumEmbeddings { get; }

    /// <summary>Size of each row.</summary>
    public int EmbeddingDim { get; }

    /// <summary>The row that gets no gradient, counted from 0, or null.</summary>
    public int? PaddingIdx { get; }

    /// <summary>The largest norm of a row that is used, or null.</summary>
    public double? MaxNorm { get; }

    /// <summary>p of that norm.</summary>
    public double NormType { get; }

    /// <summary>Whether a row's gradient is divided by how often its index occurs in the input.</summary>
    public bool ScaleGradByFreq { get; }

    /// <summary>The table, [number, dim].</summary>
    public Tensor Weight => _weight;

    /// <summary>An embedding of given rows, which it shares. PyTorch: <c>nn.Embedding.from_pretrained</c>.</summary>
    /// <param name="embeddings">The table, [number, dim].</param>
    /// <param name="freeze">Whether it is not to be trained.</param>
    /// <param name="paddingIdx">A row that gets no gradient; it keeps its values. Negative counts from the end.</param>
    /// <param name="maxNorm">If given, rows that are used and have a larger norm are first scaled to it, in the table itself.</param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by how often its index occurs in the input.</param>
    /// <exception cref="ArgumentException">The table has another number of dimensions or is not floating-point, or the padding index is out of range.</exception>
    public static Embedding FromPretrained(
        Tensor embeddings, bool freeze = true, int? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        if (embeddings.Rank != 2)
        {
            Throw.Argument("embedding", $"the embeddings must have shape [number, dim]; got {embeddings.Shape}");
        }

        var result = new Embedding(embeddings.Detach(), paddingIdx, maxNorm, normType, scaleGradByFreq);
        result._weight.RequiresGrad = !freeze;
        return result;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Embedding(input, _weight, PaddingIdx, MaxNorm, NormType, ScaleGradByFreq);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => ParametersOfSamples(output);

    /// <inheritdoc/>
    protected override string ExtraRepr()
    {
        string padding = PaddingIdx is { } row ? $", {Repr.Of("padding_idx", row)}" : "";
        string maxNorm = MaxNorm is { } bound ? $", {Repr.Of("max_norm", bound)}" : "";
        string normType = NormType == 2 ? "" : $", {Repr.Of("norm_type", NormType)}";
        return $"{NumEmbeddings}, {EmbeddingDim}{padding}{maxNorm}{normType}{(ScaleGradByFreq ? ", scale_grad_by_freq=True" : "")}";
    }

    private static Tensor Table(int rows, int size, DType? dtype)
    {
        if (rows < 0 || size < 0)
        {
            Throw.Argument("embedding", $"the number of embeddings and their size must not be negative; got {rows} and {size}");
        }

        return Tensor.Empty([rows, size], dtype);
    }
}
