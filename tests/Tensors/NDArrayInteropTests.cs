using System.Runtime.InteropServices;
using NativeSpan = System.Numerics.Tensors.ReadOnlyTensorSpan<long>;

namespace MiniTorch.Tests;

public sealed class NDArrayInteropTests
{
    public static TheoryData<string, Func<NDArray>> Views => new()
    {
        { "whole", static () => NDArray.Arange(24).Reshape(2, 3, 4) },
        { "one dimension", static () => NDArray.Arange(5) },
        { "one element", static () => NDArray.Arange(1) },
        { "transposed", static () => NDArray.Arange(24).Reshape(2, 3, 4).Transpose(0, 2) },
        { "permuted", static () => NDArray.Arange(24).Reshape(2, 3, 4).Permute(1, 2, 0) },
        { "cut", static () => NDArray.Arange(24).Reshape(4, 6).Slice(1, 2, 5).Slice(0, 1) },
        { "stepped", static () => NDArray.Arange(48).Reshape(4, 12).Slice(1, 1, 12, 3) },
        { "ones", static () => NDArray.Arange(3).Reshape(1, 3, 1) },
        { "a column", static () => NDArray.Arange(12).Reshape(3, 4).Slice(1, 2, 3) },
        { "no elements", static () => NDArray.Zeros([2, 0, 3], DType.Int64) },
        { "no rows", static () => NDArray.Zeros([0, 3], DType.Int64) },
        { "expanded", static () => NDArray.Arange(3).Reshape(3, 1).Expand([2, 3, 4]) },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void A_tensor_span_shows_any_view_without_a_copy(string name, Func<NDArray> make)
    {
        NDArray x = make();
        int version = x.Version;
        NativeSpan span = x.AsReadOnlyTensorSpan<long>();
        Assert.Equal(version, x.Version);
        Assert.Equal(x.Shape.Select(static size => (nint)size), span.Lengths.ToArray());
        long[] flat = new long[x.Count];
        span.FlattenTo(flat);
        Assert.Equal(x.ToArray<long>(), flat);
        NDArray copy = NDArray.From(span);
        Assert.Equal((x.Shape, DType.Int64, true, false), (copy.Shape, copy.DType, copy.IsContiguous, copy.SharesStorageWith(x)));
        Assert.Equal(flat, copy.ToArray<long>());
        if (name == "expanded")
        {
            Assert.StartsWith("tensorspan: an expanded array", Assert.Throws<ArgumentException>(() => x.AsTensorSpan<long>()).Message, StringComparison.Ordinal);
            Assert.Equal(version, x.Version);
            return;
        }

        System.Numerics.Tensors.TensorSpan<long> written = x.AsTensorSpan<long>();
        Assert.Equal(version + 1, x.Version);
        System.Numerics.Tensors.Tensor.Add<long>(written, 100, written);
        Assert.Equal(flat.Select(static value => value + 100), x.ToArray<long>());
    }

    [Fact]
    public void A_single_number_becomes_one_dimension()
    {
        NDArray x = NDArray.Of(7L);
        x.AsTensorSpan<long>()[0] = 8;
        Assert.Equal(8, x.Item<long>());
        Assert.Equal("[1]", NDArray.From(x.AsReadOnlyTensorSpan<long>()).Shape.ToString());
        Assert.Equal("[0]", NDArray.From(default(NativeSpan)).Shape.ToString());
    }

    [Fact]
    public void Tensor_spans_need_the_type_and_nested_steps()
    {
        NDArray x = NDArray.Arange(9).Reshape(3, 3);
        Assert.Equal("tensorspan: the element type is int64, not Single; convert with To(dtype) first", Assert.Throws<ArgumentException>(() => x.AsTensorSpan<float>()).Message);
        Assert.Throws<ArgumentException>(() => x.AsReadOnlyTensorSpan<float>());
        NDArray odd = x.Slice(1, 0, 3, 2);
        string message = "tensorspan: there is no tensor span of strides [3, 2] for shape [3, 2]: each step must be at least the next smaller one times its size; call Contiguous() first";
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => odd.AsReadOnlyTensorSpan<long>()).Message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => odd.AsTensorSpan<long>()).Message);
        Assert.Equal(0, odd.Version);
    }

    [Fact]
    public void A_tensor_span_ends_with_its_scope()
    {
        NDArray x;
        using (BufferScope.Begin())
        {
            x = NDArray.Ones([2000]);
            Assert.Equal(1, x.AsReadOnlyTensorSpan<float>()[1999]);
        }

        Assert.Throws<ObjectDisposedException>(() => x.AsTensorSpan<float>());
        Assert.Throws<ObjectDisposedException>(() => x.AsReadOnlyTensorSpan<float>());
        Assert.Throws<ObjectDisposedException>(() => x.CopyTo<float>(new float[2000]));
        Assert.Throws<ObjectDisposedException>(() => x.CopyFrom<float>(new float[2000]));
    }

    [Fact]
    public void Elements_are_copied_to_and_from_spans_whatever_the_strides()
    {
        NDArray x = NDArray.Arange(6).Reshape(2, 3), view = x.Transpose(0, 1);
        long[] values = new long[6];
        view.CopyTo<long>(values);
        Assert.Equal([0L, 3, 1, 4, 2, 5], values);
        x.CopyTo<long>(values);
        Assert.Equal([0L, 1, 2, 3, 4, 5], values);
        int version = x.Version;
        Assert.Same(view, view.CopyFrom<long>([10, 11, 12, 13, 14, 15]));
        Assert.Equal(version + 1, x.Version);
        Assert.Equal([10L, 12, 14, 11, 13, 15], x.ToArray<long>());
        x.CopyFrom<long>(values);
        Assert.Equal(version + 2, x.Version);
        Assert.Equal(values, x.ToArray<long>());
        Assert.Equal("copy: shape [2, 3] holds 6 elements; got 5", Assert.Throws<ArgumentException>(() => x.CopyTo(values.AsSpan(1))).Message);
        Assert.Throws<ArgumentException>(() => x.CopyFrom<long>([1]));
        Assert.Throws<ArgumentException>(() => x.CopyFrom<int>(new int[6]));
        Assert.Throws<ArgumentException>(() => x.CopyTo<double>(new double[6]));
    }

    [Fact]
    public void A_wrapped_array_is_shared()
    {
        Check<float>([1, 2, 3, 4, 5, 6], DType.Float32);
        Check<double>([1, 2, 3, 4, 5, 6], DType.Float64);
        Check<long>([1, 2, 3, 4, 5, 6], DType.Int64);
        Check<int>([1, 2, 3, 4, 5, 6], DType.Int32);
        Check<byte>([1, 2, 3, 4, 5, 6], DType.UInt8);

        static void Check<T>(T[] values, DType dtype)
            where T : unmanaged, System.Numerics.INumber<T>
        {
            NDArray x = NDArray.Wrap(values, [2, 3]);
            Assert.Equal((dtype, "[2, 3]", 0), (x.DType, x.Shape.ToString(), x.Version));
            values[4] = T.CreateChecked(50);
            Assert.Equal(50, x.Select(0, 1).Select(0, 1).Item<int>());
            Assert.Equal(0, x.Version);
            x.Slice(1, 0, 1).Fill(9);
            Assert.Equal([9, 2, 3, 9, 50, 6], values.Select(int.CreateChecked));
            Assert.Equal(1, x.Version);
            x.AsSpan<T>()[1] = T.One;
            x.Select(0, 1).AsMemory<T>().Span[2] = T.Zero;
            x.AsTensorSpan<T>()[0, 2] = T.One;
            Assert.Equal([9, 1, 1, 9, 50, 0], values.Select(int.CreateChecked));
            Assert.Equal([9.0, 1, 1, 9, 50, 0], x.To(DType.Float64).ToArray<double>());
            using (BufferScope.Begin())
            {
                x.Add(1, x);
            }

            GC.Collect();
            Assert.Equal([10, 2, 2, 10, 51, 1], values.Select(int.CreateChecked));
        }
    }

    [Fact]
    public void A_large_wrapped_array_stays_where_it_is_while_the_workers_write()
    {
        float[] values = new float[300_000];
        NDArray x = NDArray.Wrap(values);
        x.Fill(1);
        x.Add(1, x);
        Assert.True(values.AsSpan().IndexOfAnyExcept(2f) < 0);
        Assert.True(NDArray.Wrap(new bool[] { true, false }).Select(0, 0).Item<bool>());
        Assert.Equal("[0]", NDArray.Wrap(Array.Empty<float>()).Shape.ToString());
    }

    [Fact]
    public void Wrapped_memory_is_shared_in_part()
    {
        int[] values = [0, 1, 2, 3, 4, 5];
        NDArray x = NDArray.Wrap(values.AsMemory(1, 4), [2, 2]);
        Assert.Equal([1, 2, 3, 4], x.ToArray<int>());
        x.Fill(7);
        Assert.Equal([0, 7, 7, 7, 7, 5], values);
        Assert.True(MemoryMarshal.TryGetArray((ReadOnlyMemory<int>)x.Select(0, 1).AsMemory<int>(), out ArraySegment<int> segment));
        Assert.Equal((values, 3, 2), (segment.Array!, segment.Offset, segment.Count));

        foreach (int count in (int[])[2, 100, 5000])
        {
            NDArray own = NDArray.Zeros([count]), part = NDArray.Wrap(own.AsMemory<float>()[1..]);
            part.Fill(3);
            Assert.Equal(count - 1, part.Count);
            Assert.Equal([0f, .. Enumerable.Repeat(3f, count - 1)], own.ToArray<float>());
        }
    }

    [Fact]
    public void A_tensor_span_of_more_elements_than_an_array_has_is_refused()
    {
        Assert.Equal(
            "from: an array has at most 2147483591 elements; got a tensor span of lengths [2, 3000000000]",
            Assert.Throws<ArgumentException>(static () => NDArray.From(new System.Numerics.Tensors.ReadOnlyTensorSpan<float>([1f, 2], [2, unchecked((nint)3_000_000_000)], [1, 0]))).Message);
        Assert.StartsWith(
            "from: there are at most 64 dimensions; got 100000",
            Assert.Throws<ArgumentException>(static () => NDArray.From(new System.Numerics.Tensors.ReadOnlyTensorSpan<float>([1f], [.. Enumerable.Repeat((nint)1, 100_000)], []))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_wrapped_is_refused()
    {
        Assert.Equal("wrap: shape [2, 2] holds 4 elements; got 3 values", Assert.Throws<ArgumentException>(static () => NDArray.Wrap([1f, 2, 3], [2, 2])).Message);
        Assert.Throws<NotSupportedException>(static () => NDArray.Wrap(new short[2]));
        Assert.Throws<NotSupportedException>(static () => NDArray.Wrap(new short[2].AsMemory()));
        Assert.Throws<ArgumentNullException>(static () => NDArray.Wrap((float[])null!));
        using var manager = new OtherMemory();
        Assert.StartsWith("wrap: only memory with a C# array behind it", Assert.Throws<ArgumentException>(() => NDArray.Wrap(manager.Memory)).Message, StringComparison.Ordinal);
    }

    private sealed class OtherMemory : System.Buffers.MemoryManager<float>
    {
        private readonly float[] _values = new float[3];

        public override Span<float> GetSpan() => _values;

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            // Nothing to give back.
        }
    }
}
