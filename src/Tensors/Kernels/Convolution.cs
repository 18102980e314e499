using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>The arrays of a convolution: of <see cref="Input"/>, <see cref="Weight"/> and <see cref="Output"/> two are read and one is written.</summary>
internal unsafe struct ConvolutionOperands<T>
    where T : unmanaged
{
    public T* Input, Weight, Bias, Output;

    /// <summary>The gradient of the weight, a sum for each chunk, transposed where <see cref="Convolution.IsTransposed"/>.</summary>
    public T* WeightSums;
}

/// <summary>Which of a convolution's three arrays is computed from the others.</summary>
internal enum ConvolutionPass : byte
{
    Output,
    Input,
    Weight,
}

/// <summary>Convolutions as products with matrices of patches, of which a column is what the kernel sees at one place.</summary>
internal static unsafe class Convolution
{
    // Sums of the weight's gradient that stand beside each other stay in cache.
    private const int MostWeightSums = 1 << 20;

    /// <summary>Whether sums of the weight's gradient are computed as [patch, output]: of the two factors the smaller one is transposed.</summary>
    public static bool IsTransposed(ConvolutionSizes sizes) => sizes.Depth >= sizes.Outputs;

    /// <summary>Into how many chunks the work is cut, from sizes alone.</summary>
    public static int Chunks(ConvolutionSizes sizes, ConvolutionPass pass, int elementSize)
    {
        ConvolutionSlices slices = new(sizes, elementSize);
        int units = pass == ConvolutionPass.Input ? slices.Count / slices.Cuts : slices.Count;
        int chunks = Math.Clamp(Tiling.Chunks((long)sizes.Batch * sizes.Places * sizes.Weight.Count), 1, Math.Max(1, units));
        return pass == ConvolutionPass.Weight ? Math.Clamp(MostWeightSums / Math.Max(1, sizes.Weight.Count), 1, chunks) : chunks;
    }

    public static void Run<T>(ConvolutionSizes sizes, ConvolutionPass pass, in ConvolutionOperands<T> operands)
        where T : unmanaged, INumber<T>
    {
        int chunks = Chunks(sizes, pass, sizeof(T));
        if (Vector512.IsHardwareAccelerated)
        {
            ConvolutionProduct<T, Simd512<T>> body = new(sizes, pass, operands, chunks);
            Workers.For(chunks, ref body);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ConvolutionProduct<T, Simd256<T>> body = new(sizes, pass, operands, chunks);
            Workers.For(chunks, ref body);
        }
        else
        {
            ConvolutionProduct<T, Simd128<T>> body = new(sizes, pass, operands, chunks);
            Workers.For(chunks, ref body);
        }
    }
}

/// <summary>With P the patches: Y = W·P; for the input's gradient P = Wᵀ·Y, added up where patches overlap; for the weight's W = Y·Pᵀ.</summary>
/// <remarks>What is written to one place is written by one chunk, in the order of slices and of the elements of a patch.</remarks>
[SkipLocalsInit]
internal readonly unsafe partial struct ConvolutionProduct<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    private readonly ConvolutionOperands<T> _operands;
    private readonly ConvolutionSizes _sizes;
    private readonly ConvolutionSlices _slices;
    private readonly ConvolutionPass _pass;
    private readonly int _chunks, _depth, _outputs, _plane, _places;

    public ConvolutionProduct(ConvolutionSizes sizes, ConvolutionPass pass, in ConvolutionOperands<T> operands, int chunks)
    {
        _operands = operands;
        _sizes = sizes;
        _slices = new(sizes, sizeof(T));
        _pass = pass;
        _chunks = chunks;
        (_depth, _outputs, _plane, _places) = (sizes.Depth, sizes.Outputs, sizes.Plane, sizes.Places);
    }

    public void Invoke(int chunk)
    {
        int together = _pass == ConvolutionPass.Input ? _slices.Cuts : 1;
        int first = Tiling.Start(chunk, _slices.Count / together, _chunks) * together;
        int end = Tiling.Start(chunk + 1, _slices.Count / together, _chunks) * together;
        T* sums = _operands.WeightSums + ((nint)chunk * _sizes.Weight.Count);
        if (_pass == ConvolutionPass.Weight)
        {
            new Span<T>(sums, _sizes.Weight.Count).Clear();
        }

        for (int i = first; i < end; i++)
        {
            ConvolutionSlice slice = _slices[i];
            switch (_pass)
            {
                case ConvolutionPass.Output:
                    ComputeOutput(slice);
                    break;
                case ConvolutionPass.Input:
                    AddInput(slice);
                    break;
                default:
                    AddWeight(slice, sums);
                    break;
            }
        }
    }

    private void ComputeOutput(in ConvolutionSlice slice)
    {
        MatrixView<T> patches = Patches(slice), outputs = slice.Images == 1 ? OutputsInPlace(slice) : OutputsAside(slice);
        if (_operands.Bias != null)
        {
            for (int i = 0; i < _outputs; i++)
            {
                new Span<T>(outputs.At(i, 0), slice.Columns).Fill(_operands.Bias[(slice.Group * _outputs) + i]);
            }
        }

        Gemm.Multiply(_outputs, slice.Columns, _depth, Weight(slice), patches, outputs.Data, outputs.RowStride, null, Epilogue.None, accumulate: _operands.Bias != null);
        if (slice.Images > 1)
        {
            CopyOutputs(slice, outputs.Data, intoScratch: false);
        }
    }

    private void AddInput(in ConvolutionSlice slice)
    {
        MatrixView<T> outputs = Outputs(slice), transposed = Weight(slice).Transposed;
        if (_slices.IsInPlace)
        {
            Gemm.Multiply(_depth, slice.Columns, _outputs, transposed, outputs, Images(slice) + slice.Place, _plane, null, Epilogue.None, accumulate: false);
            return;
        }

        if (slice.Place == 0)
        {
            for (int i = 0; i < slice.Images; i++)
            {
                new Span<T>(Images(slice) + (i * ImageStep), _sizes.Channels * _plane).Clear();
            }
        }

        T* patches = PatchBuffer();
        Gemm.Multiply(_depth, slice.Columns, _outputs, transposed, outputs, patches, slice.Columns, null, Epilogue.None, accumulate: false);
        Walk<AddingPatches>(slice, patches);
    }

    private void AddWeight(in ConvolutionSlice slice, T* sums)
    {
        MatrixView<T> patches = Patches(slice), outputs = Outputs(slice);
        T* sum = sums + ((nint)slice.Group * _outputs * _depth);
        if (Convolution.IsTransposed(_sizes))
        {
            Gemm.Multiply(_depth, _outputs, slice.Columns, patches, outputs.Transposed, sum, _outputs, null, Epilogue.None, accumulate: true);
        }
        else
        {
            Gemm.Multiply(_outputs, _depth, slice.Columns, outputs, patches.Transposed, sum, _depth, null, Epilogue.None, accumulate: true);
        }
    }
}
