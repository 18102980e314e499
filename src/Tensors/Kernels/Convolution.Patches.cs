using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

// Where the operands of the products are, and how images become patches and patches images.
internal readonly unsafe partial struct ConvolutionProduct<T, TSimd>
{
    /// <summary>What is done with a stretch of a row of patches: of places that follow each other, for one element of the patch.</summary>
    private interface IPatchMove
    {
        static abstract void Outside(T* patches, int count);

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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
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
                    int low = columns.First(j), high = columns.End(j);
                    T* shifted = plane + ((nint)j * columns.Dilation) - columns.Padding;
                    for (int image = 0; image < slice.Images; image++, shifted += ImageStep)
                    {
                        (int row, int column) = Math.DivRem(slice.Place, columns.Output);
                        int y = (row * rows.Stride) - rows.Padding + (i * rows.Dilation);
                        for (int left = slice.Places, count; left > 0; left -= count, patches += count, column = 0, y += rows.Stride)
                        {
                            count = Math.Min(columns.Output - column, left);
                            if ((uint)y >= (uint)rows.Input)
                            {
                                TMove.Outside(patches, count);
                                continue;
                            }

                            int from = Math.Clamp(low - column, 0, count), to = Math.Clamp(high - column, from, count);
                            TMove.Outside(patches, from);
                            TMove.Inside(patches + from, shifted + ((nint)y * columns.Input) + ((nint)(column + from) * columns.Stride), columns.Stride, to - from);
                            TMove.Outside(patches + to, count - to);
                        }
                    }
                }
            }
        }
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
        public static void Inside(T* patches, T* elements, int stride, int count)
        {
            if (stride == 1)
            {
                Copy(elements, patches, count);
                return;
            }

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
        public static void Inside(T* patches, T* elements, int stride, int count)
        {
            if (stride != 1)
            {
                for (int i = 0; i < count; i++, elements += stride)
                {
                    *elements += patches[i];
                }

                return;
            }

            int p = 0;
            for (; p <= count - TSimd.Count; p += TSimd.Count)
            {
                TSimd.Store(TSimd.Load(elements + p) + TSimd.Load(patches + p), elements + p);
            }

            if (p < count)
            {
                int rest = count - p;
                TSimd.StorePartial(TSimd.LoadPartial(elements + p, rest, TSimd.Zero) + TSimd.LoadPartial(patches + p, rest, TSimd.Zero), elements + p, rest);
            }
        }
    }
}
