using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>How elements move between the array that indices point into, the whole, and the few that the indices name.</summary>
internal interface ITransfer
{
    /// <summary>Whether the whole is written to: indices may meet there, so that what goes to one place goes in the indices' order.</summary>
    static abstract bool WritesWhole { get; }

    static abstract void Move<T>(ref T whole, ref T few)
        where T : unmanaged, INumber<T>;

    static abstract void Row<T>(Span<T> whole, Span<T> few)
        where T : unmanaged, INumber<T>;
}

/// <summary>few = whole.</summary>
internal readonly struct Taking : ITransfer
{
    public static bool WritesWhole => false;

    public static void Move<T>(ref T whole, ref T few)
        where T : unmanaged, INumber<T> => few = whole;

    public static void Row<T>(Span<T> whole, Span<T> few)
        where T : unmanaged, INumber<T> => whole.CopyTo(few);
}

/// <summary>whole = few; the last one of a place stays.</summary>
internal readonly struct Putting : ITransfer
{
    public static bool WritesWhole => true;

    public static void Move<T>(ref T whole, ref T few)
        where T : unmanaged, INumber<T> => whole = few;

    public static void Row<T>(Span<T> whole, Span<T> few)
        where T : unmanaged, INumber<T> => few.CopyTo(whole);
}

/// <summary>whole += few.</summary>
internal readonly struct Adding : ITransfer
{
    public static bool WritesWhole => true;

    public static void Move<T>(ref T whole, ref T few)
        where T : unmanaged, INumber<T> => whole += few;

    public static void Row<T>(Span<T> whole, Span<T> few)
        where T : unmanaged, INumber<T> => TensorPrimitives.Add(whole, few, whole);
}

/// <summary>whole = max(whole, few): the sum of truth values.</summary>
internal readonly struct Raising : ITransfer
{
    public static bool WritesWhole => true;

    public static void Move<T>(ref T whole, ref T few)
        where T : unmanaged, INumber<T> => whole = T.Max(whole, few);

    public static void Row<T>(Span<T> whole, Span<T> few)
        where T : unmanaged, INumber<T> => TensorPrimitives.Max(whole, few, whole);
}
