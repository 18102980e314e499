using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Optim;

/// <summary>A parameter in an optimizer: its state, and during a step its memory.</summary>
internal unsafe class ParamState(Tensor parameter, int group, int tensors, int numbers)
{
    // A view with gaps is updated in a contiguous copy, which is then written back.
    private NDArray? _copy;
    private NDArray? _gradientCopy;

    public Tensor Parameter => parameter;

    public DType DType { get; } = parameter.DType;

    /// <summary>Index of its group.</summary>
    public int Group => group;

    /// <summary>Number of steps that it was in.</summary>
    public long Step { get; set; }

    /// <summary>The numbers of the state, in the order of their names.</summary>
    public double[] Numbers { get; } = numbers == 0 ? [] : new double[numbers];

    /// <summary>The state tensors, in the order of their names; null until needed. Of the parameter's type, made by a <see cref="StateMemory"/>.</summary>
    public NDArray?[] Tensors { get; } = tensors == 0 ? [] : new NDArray?[tensors];

    /// <summary>Which of them the step works on; bit i stands for the i-th. −1 before the first step.</summary>
    public int Used { get; private set; } = -1;

    /// <summary>The elements of the first tensor that the step works on, or null; the second and the third follow.</summary>
    public void* A { get; private set; }

    public void* B { get; private set; }

    public void* C { get; private set; }

    /// <summary>How many of them there are.</summary>
    public int TensorCount => BitOperations.PopCount((uint)Used);

    /// <summary>The parameter's values, contiguous. Only during a step; so the next one.</summary>
    public NDArray Values => _copy ?? parameter.Value;

    /// <summary>The gradient's values, contiguous.</summary>
    public NDArray Gradient => _gradientCopy ?? parameter.GradValue!;

    /// <summary>Which of the step's rules applies.</summary>
    public int Rule { get; set; }

    /// <summary>A contiguous copy that outlives every scope.</summary>
    public static NDArray Copy(NDArray source, DType dtype)
    {
        NDArray copy = NDArray.Empty(source.Shape, dtype);
        copy.CopyFrom(source);
        BufferScope.Escape(copy);
        return copy;
    }

    /// <summary>Counts the write that is to come.</summary>
    /// <returns>Whether there are copies, which <see cref="Close"/> writes back and releases.</returns>
    public bool Open(NDArray gradient)
    {
        NDArray values = parameter.Value;
        if (values.IsContiguous && gradient.IsContiguous)
        {
            values.Storage.BumpVersion();
            return false;
        }

        _copy = values.IsContiguous ? null : values.Clone();
        _gradientCopy = gradient.IsContiguous ? null : gradient.Clone();
        return true;
    }

    public void Close()
    {
        if (_copy is not null)
        {
            parameter.Value.CopyFrom(_copy);
            _copy.Storage.Return();
        }
        else
        {
            parameter.Value.Storage.BumpVersion();
        }

        _gradientCopy?.Storage.Return();
        Forget();
    }

    /// <summary>Drops the copies, so that nothing is written back.</summary>
    public void Forget() => _copy = _gradientCopy = null;

    /// <summary>Has the step work on these state tensors, which are there.</summary>
    public void Use(int needed)
    {
        Used = needed;
        A = Elements(0);
        B = Elements(1);
        C = Elements(2);
    }

    // Those of the n-th tensor that the step works on. They lie there for as long as the tensor lives.
    private void* Elements(int n)
    {
        for (int i = 0; i < Tensors.Length; i++)
        {
            if ((Used & (1 << i)) != 0 && n-- == 0)
            {
                NDArray tensor = Tensors[i]!;
                return Unsafe.AsPointer(ref Unsafe.Add(ref tensor.Storage.Data, tensor.Offset * DType.Size()));
            }
        }

        return null;
    }
}
