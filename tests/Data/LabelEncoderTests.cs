using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed class LabelEncoderTests
{
    [Fact]
    public void Labels_are_numbered_in_their_order()
    {
        var encoder = new LabelEncoder();

        Assert.Equal([2, 0, 2, 1], encoder.FitTransform(["c", "B", "c", "a"]).Longs());
        Assert.Equal(["B", "a", "c"], encoder.Classes);
        Assert.Equal(["c", "c", "B", "a"], encoder.InverseTransform(Tensor.From([2L, 2, 0, 1], [2, 2])));
        Assert.Equal([], encoder.Transform([]).Longs());
    }

    [Fact]
    public void Any_labels_come_back_also_from_a_restored_one() => Prop.ForAll(
        Gen.NonEmptyListOf(ArbMap.Default.GeneratorFor<NonNull<string>>()).ToArbitrary(), labels =>
        {
            string[] texts = [.. labels.Select(static label => label.Get)];
            LabelEncoder encoder = new(), restored = new();
            Tensor indices = encoder.FitTransform(texts);
            restored.LoadState(encoder.SaveState());

            Assert.Equal(texts, restored.InverseTransform(indices));
            Assert.Equal(indices.Longs(), restored.Transform(texts).Longs());
            Assert.Equal(texts.Distinct().Count(), indices.Longs().Max() + 1);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var encoder = new LabelEncoder();
        Assert.StartsWith("LabelEncoder: it must be fitted first", Assert.Throws<InvalidOperationException>(() => encoder.Transform(["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => encoder.InverseTransform(Tensor.From([0L])));
        Assert.Throws<ArgumentException>(() => encoder.Fit([]));
        Assert.Throws<ArgumentException>(() => encoder.Fit(["a", null!]));
        encoder.Fit(["b", "a"]);

        Assert.Equal("LabelEncoder: 'c' is none of the 2 classes: 'a', 'b'", Assert.Throws<ArgumentException>(() => encoder.Transform(["a", "c"])).Message);
        Assert.Equal("LabelEncoder: an index must be 0 to 1; got 2", Assert.Throws<ArgumentException>(() => encoder.InverseTransform(Tensor.From([0L, 2]))).Message);
        Assert.Throws<ArgumentException>(() => encoder.InverseTransform(Tensor.From([1f])));
        Assert.Throws<InvalidOperationException>(() => encoder.LoadState(new MapState()));
        Assert.Throws<InvalidOperationException>(() => encoder.LoadState(new MapState { ["classes"] = new ListState(["a", "a"]) }));
        Assert.Equal(["a", "b"], encoder.Classes);
    }
}
