using System.Runtime.CompilerServices;

namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// The part that the entries select, one a dimension from the first: ints (one index, the dimension vanishes), ranges and slices (a stretch), an
    /// ellipsis, new dimensions, tensors of indices and masks: <c>x[..32, ^1]</c>, <c>x[mask]</c>, <c>x[.., index]</c>. Index tensors are broadcast together and
    /// their shape stands in the place of their dimensions, or in front if a range or an ellipsis is between these; a mask stands for the indices of its true
    /// elements, a tensor for each of its dimensions. A view, unless there are tensors of indices. Assigning changes this tensor in place, by
    /// <see cref="AddInPlace(Tensor)"/>'s rules; the value is broadcast and converted, and of several for one place the last stays.
    /// PyTorch: <c>x[:32, -1]</c>, <c>x[mask]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are more entries than dimensions, an index lies outside its dimension, indices do not broadcast or a mask does
    /// not fit, or the value does not broadcast to the part.</exception>
    /// <exception cref="InvalidOperationException">Assigning while operations are recorded: this is a leaf that requires a gradient, or a view.</exception>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            TensorIndex[] views = Entries(indices, out NDArray?[]? picked);
            Tensor part = Viewed(views);
            return picked is null ? part : part.Picked("index", picked);
        }

        set => SetPart(indices, value);
    }

    // The entries as views, one for each dimension, and the index tensors, one for each dimension of the view; null if there are none.
    private TensorIndex[] Entries(ReadOnlySpan<TensorIndex> indices, out NDArray?[]? picked)
    {
        int dims = 0;
        bool hasEllipsis = false;
        foreach (TensorIndex index in indices)
        {
            dims += index.Dims;
            if (index.IsEllipsis && hasEllipsis)
            {
                Throw.Argument("index", "one ellipsis at most can stand for the dimensions that are left; got several");
            }

            hasEllipsis |= index.IsEllipsis;
        }

        if (dims > Rank)
        {
            Throw.Argument("index", $"there are at most {Rank} dimensions to index in shape {Shape}; got indices for {dims}");
        }

        List<TensorIndex> views = [];
        List<NDArray?> arrays = [];
        foreach (TensorIndex index in indices)
        {
            if (index.Tensor is not { } tensor)
            {
                int repeats = index.IsEllipsis ? Rank - dims : 1;
                views.AddRange(Enumerable.Repeat(index.IsEllipsis ? Range.All : index, repeats));
                arrays.AddRange(Enumerable.Repeat<NDArray?>(null, index.IsSingle ? 0 : repeats));
            }
            else if (tensor.Rank == 0)
            {
                // One index is a view; a truth value is a new dimension that is taken or not.
                bool isMask = tensor.DType == DType.Bool;
                views.Add(isMask ? TensorIndex.NewAxis : (int)Math.Clamp(NDArray.AsIndices("index", tensor.Value).Item<long>(), int.MinValue, int.MaxValue));
                arrays.AddRange(isMask ? [NDArray.Arange(tensor.Item<bool>() ? 1 : 0)] : []);
            }
            else
            {
                views.AddRange(Enumerable.Repeat<TensorIndex>(Range.All, index.Dims));
                arrays.Add(tensor.Value);
            }
        }

        picked = arrays.Exists(static array => array is not null) ? [.. arrays] : null;
        return [.. views];
    }

    private Tensor Viewed(ReadOnlySpan<TensorIndex> views)
    {
        Tensor result = this;
        int dim = 0;
        foreach (TensorIndex view in views)
        {
            result = view.Apply(result, ref dim);
        }

        return result;
    }

    private Tensor Picked(string op, ReadOnlySpan<NDArray?> indices)
    {
        Picks picks = Picks.Of(op, Shape, indices, out NDArray places);
        return Picked(op, picks, new Tensor(places));
    }

    private Tensor Picked(string op, Picks picks, Tensor places) => Op.Record(
        op, Value.Pick(op, picks, places.Value), picks, save: [places], (this, static (s, g) => Spread(g, s.State, s[0])));

    // Zeros to which the gradient of what was picked is added.
    private static Tensor Spread(Tensor gradient, Picks picks, Tensor places) => Op.Record(
        "index_backward",
        NDArray.Zeros(picks.Source, gradient.DType).Put("index_backward", picks, places.Value, gradient.Value, accumulate: true),
        picks,
        save: [places],
        (gradient, static (s, h) => h.Picked("index", s.State, s[0])));

    private void SetPart(ReadOnlySpan<TensorIndex> indices, Tensor value)
    {
        const string Name = "index_put";
        BeginInPlace(Name, "an operation that returns a new tensor", value);
        TensorIndex[] views = Entries(indices, out NDArray?[]? picked);
        NDArray part = new Tensor(Value).Viewed(views).Value;
        Picks? picks = null;
        Tensor[] save = [];
        if (picked is null)
        {
            part.CopyFrom(value.Value);
        }
        else
        {
            picks = Picks.Of(Name, part.Shape, picked, out NDArray places);
            NDArray.CheckValues(Name, picks.Result, value.Value);
            part.Put(Name, picks, places, value.Value.To(DType), accumulate: false);
            save = [new Tensor(places)];
        }

        EndInPlace(Op.Record(
            Name,
            Value,
            (views, picks),
            save,
            (new Tensor(Value, Node), static (s, g) => ZeroPart(g, s.State.views, s.State.picks, s.State.picks is null ? null : s[0])),
            (value, static (s, g) => s.State.picks is { } picks ? g.Viewed(s.State.views).Picked("index", picks, s[0]) : g.Viewed(s.State.views))));
    }

    // The gradient for the values that were overwritten is 0.
    private static Tensor ZeroPart(Tensor gradient, TensorIndex[] views, Picks? picks, Tensor? places)
    {
        NDArray value = gradient.Value.Clone();
        NDArray part = new Tensor(value).Viewed(views).Value;
        if (picks is null)
        {
            part.Fill(0);
        }
        else
        {
            part.Put("zero_part", picks, places!.Value, NDArray.Zeros(Shape.Scalar, value.DType), accumulate: false);
        }

        return Op.Record(
            "zero_part",
            value,
            (views, picks),
            save: places is null ? [] : [places],
            (gradient, static (s, h) => ZeroPart(h, s.State.views, s.State.picks, s.State.picks is null ? null : s[0])));
    }
}
