namespace MiniTorch;

/// <summary>
/// A block whose operations are recorded without the values that their derivatives read. When a walk asks for the first of them the block
/// runs again, with the same random numbers, and its second record supplies the values.
/// </summary>
internal sealed class Recomputation
{
    [ThreadStatic]
    private static Recomputation? t_current;

    private readonly Func<object?> _block;
    private readonly GradModes _modes = GradMode.Current | GradModes.Recompute;
    private readonly Generator _default = Generator.Default;
    private readonly List<string> _names = [];

    // What the block read that it did not make itself.
    private readonly List<(WeakReference<Storage> Storage, Shape Shape, int Version)> _read = [];
    private OpNode?[]? _again;
    private Dictionary<Generator, GeneratorState> _draws = [];
    private int _place;
    private int _released;
    private bool _isFirstRun = true;

    private Recomputation(Func<object?> block, ReadOnlySpan<Tensor> inputs)
    {
        _block = block;
        foreach (Tensor input in inputs)
        {
            Read(input);
        }
    }

    /// <summary>The block that this thread is in.</summary>
    public static Recomputation? Current => t_current;

    /// <summary>Runs the block for the first time. Inside another block it is a part of that, so that nothing between is kept for its sake.</summary>
    public static T Run<T>(Func<T> block, ReadOnlySpan<Tensor> inputs)
    {
        if (t_current is not null)
        {
            return block();
        }

        var recomputation = new Recomputation(() => block(), inputs);
        using var log = new DrawLog();
        T result = recomputation.Enter(block);
        recomputation._draws = log.Before;
        recomputation._isFirstRun = false;
        return result;
    }

    /// <summary>Notes an operation; whether it is to save its values, which it does the second time.</summary>
    public bool Saves(OpNode op, ReadOnlySpan<Tensor> save)
    {
        if (_again is not null)
        {
            if (_place >= _again.Length || op.Name != _names[_place])
            {
                string before = _place >= _again.Length ? "nothing" : $"'{_names[_place]}'";
                Throw.Invalid("recompute", $"the block must do the same each time it runs; its operation {_place} was {before} in the forward direction and is '{op.Name}' now");
            }

            _again[_place++] = op;
            return true;
        }

        foreach (Tensor tensor in save)
        {
            if (!ReferenceEquals(tensor, Op.Output) && tensor.Node?.Extras?.Recomputed?.Block != this)
            {
                Read(tensor);
            }
        }

        op.EnsureExtras().Recomputed = (this, _names.Count);
        _names.Add(op.Name);
        return false;
    }

    /// <summary>A value that the operation at a place would have saved.</summary>
    public Tensor Load(int place, int index)
    {
        lock (_names)
        {
            if (_isFirstRun)
            {
                Throw.Invalid("recompute", "a block cannot compute gradients through its own operations while it runs for the first time; compute them outside the block");
            }

            if (_again is null)
            {
                RunAgain();
            }

            return _again![place]!.Load(index);
        }
    }

    /// <summary>The operation at a place needs its values no more.</summary>
    public void Release(int place)
    {
        lock (_names)
        {
            _released++;
            if (_released == _names.Count)
            {
                _again = null;
            }
            else if (_again is not null)
            {
                _again[place] = null;
            }
        }
    }

    private void Read(Tensor tensor) => _read.Add((new WeakReference<Storage>(tensor.Value.Storage), tensor.Shape, tensor.Value.Version));

    private void RunAgain()
    {
        foreach ((WeakReference<Storage> read, Shape shape, int version) in _read)
        {
            if (read.TryGetTarget(out Storage? storage) && storage.Version != version)
            {
                Throw.Invalid("recompute", $"a tensor of shape {shape} that the block reads was changed in place since it ran: its version is {storage.Version}, expected {version}; change it after backward");
            }
        }

        _again = new OpNode?[_names.Count];
        _place = 0;

        // In no scope: another walk may need the values after this one, and what the block stores is the user's.
        BufferScope? inside = BufferScope.StepOutOfAll();
        using GeneratorScope generator = Generator.Use(_default);
        Dictionary<Generator, GeneratorState> now = _draws.Keys.ToDictionary(static drawn => drawn, static drawn => drawn.State);
        try
        {
            foreach ((Generator drawn, GeneratorState state) in _draws)
            {
                drawn.State = state;
            }

            Enter(_block);
            if (_place < _again.Length)
            {
                Throw.Invalid("recompute", $"the block must do the same each time it runs; it recorded {_again.Length} operations in the forward direction and {_place} now");
            }
        }
        catch
        {
            _again = null;
            throw;
        }
        finally
        {
            BufferScope.StepIn(inside);
            foreach ((Generator drawn, GeneratorState state) in now)
            {
                drawn.State = state;
            }
        }
    }

    private T Enter<T>(Func<T> block)
    {
        Recomputation? outer = t_current;
        GradModes before = GradMode.Current;
        GradMode.Current = _modes;
        t_current = this;
        try
        {
            return block();
        }
        finally
        {
            t_current = outer;
            GradMode.Current = before;
        }
    }
}
