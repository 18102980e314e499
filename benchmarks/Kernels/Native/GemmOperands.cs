using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch.Benchmarks;

/// <summary>The matrices of a product where native code may read and write them: pinned, aligned to 64 bytes.</summary>
internal sealed unsafe class GemmOperands<T>(GemmShape shape, T[] a, T[] b)
    where T : unmanaged
{
    private readonly Memory<T> _a = Aligned(a), _b = Aligned(b), _c = Aligned(new T[shape.M * shape.N]);

    public GemmShape Shape => shape;

    public T* A => Pointer(_a);

    public T* B => Pointer(_b);

    public T* C => Pointer(_c);

    /// <summary>What was computed last.</summary>
    public NDArray Result => NDArray.Wrap(_c, [shape.M, shape.N]);

    private static T* Pointer(Memory<T> memory) => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory.Span));

    private static Memory<T> Aligned(T[] values)
    {
        const int Alignment = 64;
        T[] array = GC.AllocateArray<T>(values.Length + (Alignment / sizeof(T)), pinned: true);
        nuint misaligned = (nuint)Unsafe.AsPointer(ref array[0]) % Alignment;
        Memory<T> memory = array.AsMemory((int)((Alignment - misaligned) % Alignment) / sizeof(T), values.Length);
        values.CopyTo(memory);
        return memory;
    }
}
