using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

// Where the operands of the products are, and how images become patches and patches images.
internal readonly unsafe partial struct ConvolutionProduct<T, TSimd>
{
    /// <summary>What is done with a stretch of a row of patches: of places that follow each other, for one element of the patch.</summary>
    private interface IPatchMove
    {
        static abstract void Outside(T* patches, int count);

        static abstract void Inside(T* patches, T* elements, int count);

        static abstract void Inside(T* patches, T* elements, int stride, int count);
    }

    // Elements from one image of the input to the next.
    private nint ImageStep => (nint)_sizes.Groups * _sizes.Channels * _plane;

    private MatrixView<T> Weight(in ConvolutionSlice slice) => new(_operands.Weight + ((nint)slice.Group * _outputs * _depth), _depth, 1);

    // A slice's channels in its first image.
    private T* Images(in ConvolutionSlice slice) => _operands.Input + (slice.Image * ImageStep) + ((nint)slice.Group * _sizes.Channels * _plane);

    private T* PatchBuffer() => (T*)PackBuffer.Get(PackBuffer.Use.Patches, (nint)_depth * _slices.MostColumns * sizeof(T));

    private MatrixView<T> Patches(in ConvolutionSlice slice)
    {
        if (_slices.IsInPlace)
        {
            return new(Images(slice) + slice.Place, _plane, 1);
        }

        T* patches = PatchBuffer();
        Walk<TakingPatches>(slice, patches);
        return new(patches, slice.Columns, 1);
    }

    private MatrixView<T> Outputs(in ConvolutionSlice slice)
    {
        if (slice.Images == 1)
        {
            return OutputsInPlace(slice);
        }

        MatrixView<T> outputs = OutputsAside(slice);
        CopyOutputs(slice, outputs.Data, intoScratch: true);
        return outputs;
    }

    private MatrixView<T> OutputsInPlace(in ConvolutionSlice slice) =>
        new(_operands.Output + ((((nint)slice.Image * _sizes.Groups) + slice.Group) * _outputs * _places) + slice.Place, _places, 1);

    private MatrixView<T> OutputsAside(in ConvolutionSlice slice) =>
        new((T*)PackBuffer.Get(PackBuffer.Use.Outputs, (nint)_outputs * _slices.MostColumns * sizeof(T)), slice.Columns, 1);

    // [image, output, place] to or from [output, image, place].
    private void CopyOutputs(in ConvolutionSlice slice, T* scratch, bool intoScratch)
    {
        T* images = OutputsInPlace(slice).Data;
        nint step = (nint)_sizes.Groups * _outputs * _places;
        for (int output = 0; output < _outputs; output++)
        {
            for (int image = 0; image < slice.Images; image++)
            {
                T* there = images + (image * step) + ((nint)output * _places);
                T* here = scratch + ((((nint)output * slice.Images) + image) * _places);
                Copy(intoScratch ? there : here, intoScratch ? here : there, _places);
            }
        }
    }

    // Along the rows of the patches, in the order of their memory: an element of the patch, then images, then places.
    private void Walk<TMove>(in ConvolutionSlice slice, T* patches)
        where TMove : struct, IPatchMove
    {
        Axis rows = _sizes.Rows, columns = _sizes.Columns;
        T* plane = Images(slice);
        for (int channel = 0; channel < _sizes.Channels; channel++, plane += _plane)
        {
            for (int i = 0; i < rows.Kernel; i++)
            {
                for (int j = 0; j < columns.Kernel; j++)
                {
                    Tap tap = new(rows, columns, i, j);
                    T* image = plane;
                    for (int n = 0; n < slice.Images; n++, image += ImageStep)
                    {
                        patches = WalkPlaces<TMove>(tap, slice.Place, slice.Places, image, patches);
                    }
                }
            }
        }
    }

    // The places of one image: of a slice that begins or ends within a row, parts of rows at its ends.
    private T* WalkPlaces<TMove>(in Tap tap, int place, int places, T* image, T* patches)
        where TMove : struct, IPatchMove
    {
        int width = _sizes.Columns.Output;
        (int row, int column) = Math.DivRem(place, width);
        if (column > 0)
        {
            int end = Math.Min(width, column + places);
            patches = WalkRows<TMove>(tap, row++, 1, column, end, image, patches);
            places -= end - column;
        }

        (int whole, int rest) = Math.DivRem(places, width);
        patches = WalkRows<TMove>(tap, row, whole, 0, width, image, patches);
        return rest == 0 ? patches : WalkRows<TMove>(tap, row + whole, 1, 0, rest, image, patches);
    }

    // Some columns of some rows of places.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T* WalkRows<TMove>(in Tap tap, int row, int count, int column, int end, T* image, T* patches)
        where TMove : struct, IPatchMove
    {
        int width = end - column, left = Math.Clamp(tap.Left - column, 0, width), inside = Math.Clamp(tap.Right - column, left, width) - left;
        int stride = _sizes.Columns.Stride;
        int above = Math.Clamp(tap.Top - row, 0, count), within = Math.Clamp(tap.Bottom - row, above, count) - above;
        nint step = (nint)_sizes.Rows.Stride * _sizes.Columns.Input;
        T* elements = image + tap.Shift + ((row + above) * step) + ((nint)(column + left) * stride);
        TMove.Outside(patches, above * width);
        patches += above * width;
        for (int i = 0; i < within; i++, elements += step, patches += width)
        {
            TMove.Outside(patches, left);
            if (stride == 1)
            {
                TMove.Inside(patches + left, elements, inside);
            }
            else
            {
                TMove.Inside(patches + left, elements, stride, inside);
            }

            TMove.Outside(patches + left + inside, width - left - inside);
        }

        int below = (count - above - within) * width;
        TMove.Outside(patches, below);
        return patches + below;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(T* source, T* destination, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Load(source + i), destination + i);
        }

        if (i < count)
        {
            TSimd.StorePartial(TSimd.LoadPartial(source + i, count - i, TSimd.Zero), destination + i, count - i);
        }
    }

    private readonly struct TakingPatches : IPatchMove
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Outside(T* patches, int count)
        {
            for (int i = 0; i < count; i++)
            {
                patches[i] = default;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Inside(T* patches, T* elements, int count) => Copy(elements, patches, count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Inside(T* patches, T* elements, int stride, int count)
        {
            for (int i = 0; i < count; i++, elements += stride)
            {
                patches[i] = *elements;
            }
        }
    }

    private readonly struct AddingPatches : IPatchMove
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Outside(T* patches, int count)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Inside(T* patches, T* elements, int count)
        {
            int i = 0;
            for (; i <= count - TSimd.Count; i += TSimd.Count)
            {
                TSimd.Store(TSimd.Load(elements + i) + TSimd.Load(patches + i), elements + i);
            }

            if (i < count)
            {
                int rest = count - i;
                TSimd.StorePartial(TSimd.LoadPartial(elements + i, rest, TSimd.Zero) + TSimd.LoadPartial(patches + i, rest, TSimd.Zero), elements + i, rest);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Inside(T* patches, T* elements, int stride, int count)
        {
            for (int i = 0; i < count; i++, elements += stride)
            {
                *elements += patches[i];
            }
        }
    }

    /// <summary>An element of the kernel: which rows and columns of places see something through it, and how far it is from the place.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Tap(Axis rows, Axis columns, int i, int j)
    {
        public readonly int Top = rows.First(i), Bottom = rows.End(i), Left = columns.First(j), Right = columns.End(j);
        public readonly nint Shift = ((((nint)i * rows.Dilation) - rows.Padding) * columns.Input) + ((nint)j * columns.Dilation) - columns.Padding;
    }
}
