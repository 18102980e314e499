using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Chains of views against a list of places: for every element the one of the base that it shows.</summary>
public sealed class NDArrayViewChainTests
{
    private static readonly int[][] _reshapes = [[-1], [2, -1], [-1, 2], [-1, 3], [1, -1, 1], [2, 2, -1], [-1, 2, 3], [3, -1, 2, 1]];

    [Fact]
    public void Any_chain_of_views_shows_the_right_elements_and_writes_to_them() =>
        Prop.ForAll((byte[] sizes, byte[] choices) =>
        {
            var chain = new Chain([.. sizes.Take(5).Select(static b => b % 11 == 0 ? 0 : 1 + (b % 4))]);
            foreach (byte choice in choices.Take(12))
            {
                chain.Step(choice);
                chain.Check();
            }

            chain.CheckWrites();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private sealed class Chain
    {
        private NDArray _base;
        private NDArray _view;
        private int[] _sizes;
        private int[] _places;

        // Since windows overlapped, what is left of them may lie apart and be refused all the same.
        private bool _overlaps;

        public Chain(int[] sizes)
        {
            _sizes = sizes;
            _places = [.. Enumerable.Range(0, sizes.Aggregate(1, static (a, b) => a * b))];
            _base = _view = NDArray.Arange(_places.Length).Reshape(sizes);
        }

        public void Step(byte choice)
        {
            int rank = _sizes.Length, option = choice / 11;
            int dim = rank == 0 ? 0 : option % rank, other = rank == 0 ? 0 : option / 3 % rank;
            switch (choice % 11)
            {
                case 0 when rank > 0:
                    int[] swapped = [.. Enumerable.Range(0, rank)];
                    (swapped[dim], swapped[other]) = (other, dim);
                    Map([.. swapped.Select(d => _sizes[d])], (from, to) => Scatter(from, to, swapped));
                    _view = _view.Transpose(dim, other - rank);
                    break;
                case 1:
                    int[] order = [.. Enumerable.Range(0, rank).Select(d => (d + option) % rank)];
                    order = option % 2 == 0 ? order : [.. order.Reverse()];
                    Map([.. order.Select(d => _sizes[d])], (from, to) => Scatter(from, to, order));
                    _view = _view.Permute(order);
                    break;
                case 2 when rank > 0:
                    int step = 1 + (option % 3), start = option % 7 % 3;
                    int first = Math.Min(start, _sizes[dim]), stop = Math.Max(first, _sizes[dim] - (option % 2));
                    int[] cut = [.. _sizes];
                    cut[dim] = (stop - first + step - 1) / step;
                    Map(cut, (from, to) =>
                    {
                        from.CopyTo(to, 0);
                        to[dim] = first + (from[dim] * step);
                    });
                    _view = _view.Slice(dim, start, option % 2 == 0 ? int.MaxValue : -1, step);
                    break;
                case 3 when rank > 0 && _sizes[dim] > 0:
                    int index = option % _sizes[dim], fromEnd = index - _sizes[dim];
                    Map([.. _sizes[..dim], .. _sizes[(dim + 1)..]], (from, to) =>
                    {
                        from.AsSpan(0, dim).CopyTo(to);
                        to[dim] = index;
                        from.AsSpan(dim).CopyTo(to.AsSpan(dim + 1));
                    });
                    _view = _view.Select(dim, option % 3 == 0 ? index : fromEnd);
                    break;
                case 4 when rank < 5:
                    int at = option % (rank + 1);
                    Keep([.. _sizes[..at], 1, .. _sizes[at..]]);
                    _view = _view.Unsqueeze(option % 2 == 0 ? at : at - rank - 1);
                    break;
                case 5 when rank > 0:
                    Keep(_sizes[dim] == 1 ? [.. _sizes[..dim], .. _sizes[(dim + 1)..]] : _sizes);
                    _view = _view.Squeeze(dim);
                    break;
                case 6:
                    int[] wider = [.. _sizes.Select(size => size == 1 ? option % 4 : size)];
                    wider = option % 3 == 0 && rank < 5 ? [1 + (option % 2), .. wider] : wider;
                    if (wider.Aggregate(1, static (a, b) => a * b) <= 2000)
                    {
                        int shift = wider.Length - rank;
                        int[] sizes = _sizes;
                        Map(wider, (from, to) =>
                        {
                            for (int i = 0; i < to.Length; i++)
                            {
                                to[i] = sizes[i] == 1 ? 0 : from[shift + i];
                            }
                        });
                        _view = _view.Expand(Shape.Of(wider));
                    }

                    break;
                case 7:
                    Reshape(_reshapes[option % _reshapes.Length]);
                    break;
                case 8 when dim != other:
                    int offset = (option % 5) - 2, rowOffset = Math.Max(0, -offset), columnOffset = Math.Max(0, offset);
                    int length = Math.Max(0, Math.Min(_sizes[dim] - rowOffset, _sizes[other] - columnOffset));
                    int[] others = [.. Enumerable.Range(0, rank).Where(d => d != dim && d != other)];
                    Map([.. others.Select(d => _sizes[d]), length], (from, to) =>
                    {
                        Scatter(from[..^1], to, others);
                        (to[dim], to[other]) = (from[^1] + rowOffset, from[^1] + columnOffset);
                    });
                    _view = _view.Diagonal(offset, dim, other - rank);
                    break;
                case 9 when rank is > 0 and < 5 && _sizes[dim] > 0 && _places.Length < 500:
                    int size = 1 + (option % _sizes[dim]), pace = 1 + (option % 3);
                    int[] windows = [.. _sizes, size];
                    windows[dim] = ((_sizes[dim] - size) / pace) + 1;
                    _overlaps |= pace < size;
                    Map(windows, (from, to) =>
                    {
                        from.AsSpan(..^1).CopyTo(to);
                        to[dim] = (from[dim] * pace) + from[^1];
                    });
                    _view = _view.Unfold(dim, size, pace);
                    break;
                case 10 when rank > 0:
                    List<int> moved = [.. Enumerable.Range(0, rank).Where(d => d != dim)];
                    moved.Insert(other, dim);
                    Map([.. moved.Select(d => _sizes[d])], (from, to) => Scatter(from, to, [.. moved]));
                    _view = _view.MoveDim(dim, other - rank);
                    break;
            }
        }

        public void Check()
        {
            Assert.Equal(Shape.Of(_sizes), _view.Shape);
            Assert.True(_view.SharesStorageWith(_base));
            Assert.Equal(_places.Select(static p => (long)p), _view.ToArray<long>());
            bool sideBySide = _places.Index().All(e => e.Item == _places[0] + e.Index);
            Assert.Equal(sideBySide, _view.IsContiguous);
        }

        public void CheckWrites()
        {
            NDArray values = NDArray.Arange(-1, -1 - _places.Length, -1).Reshape(_sizes);
            long[] expected = _base.ToArray<long>();
            if (_places.Distinct().Count() < _places.Length)
            {
                Assert.Throws<ArgumentException>(() => _view.CopyFrom(values));
                return;
            }

            if (_overlaps)
            {
                return;
            }

            for (int i = 0; i < _places.Length; i++)
            {
                expected[_places[i]] = -1 - i;
            }

            _view.CopyFrom(values);
            Assert.Equal(expected, _base.ToArray<long>());
            _view.Subtract(5, _view);
            Array.ForEach(_places, p => expected[p] -= 5);
            Assert.Equal(expected, _base.ToArray<long>());
            _view.Fill(7);
            Array.ForEach(_places, p => expected[p] = 7);
            Assert.Equal(expected, _base.ToArray<long>());
        }

        private void Reshape(int[] sizes)
        {
            int known = sizes.Where(static s => s != -1).Aggregate(1, static (a, b) => a * b);
            if (_places.Length % known != 0)
            {
                Assert.Throws<ArgumentException>(() => _view.Reshape(sizes));
                return;
            }

            int[] full = [.. sizes.Select(s => s == -1 ? _places.Length / known : s)];
            _view = _view.Reshape(sizes);
            _sizes = full;
            bool canBeView = IsStrided(full);
            Assert.Equal(canBeView, _view.SharesStorageWith(_base));
            if (!canBeView)
            {
                // A copy: it is the base from now on, renumbered.
                Assert.Equal(_places.Select(static p => (long)p), _view.ToArray<long>());
                _places = [.. Enumerable.Range(0, _places.Length)];
                _view.AsSpan<long>().Clear();
                _view.CopyFrom(NDArray.Arange(_places.Length).Reshape(full));
                _base = _view;
                _overlaps = false;
            }
        }

        // Whether one step for each dimension reaches all places.
        private bool IsStrided(int[] sizes)
        {
            if (_places.Length == 0)
            {
                return true;
            }

            int[] steps = [.. sizes.Select((size, dim) => size == 1 ? 0 : _places[Stride(sizes, dim)] - _places[0])];
            return NDArrayOracle.Indices(sizes).Index().All(e => _places[e.Index] == _places[0] + e.Item.Zip(steps, static (i, s) => i * s).Sum());
        }

        private static int Stride(int[] sizes, int dim) => sizes[(dim + 1)..].Aggregate(1, static (a, b) => a * b);

        private static void Scatter(int[] from, int[] to, int[] order)
        {
            for (int i = 0; i < order.Length; i++)
            {
                to[order[i]] = from[i];
            }
        }

        private void Keep(int[] sizes) => _sizes = sizes;

        private void Map(int[] sizes, Action<int[], int[]> toOld)
        {
            int[] old = new int[_sizes.Length];
            _places = [.. NDArrayOracle.Indices(sizes).Select(index =>
            {
                toOld(index, old);
                return _places[NDArrayOracle.Place(_sizes, old)];
            })];
            _sizes = sizes;
        }
    }
}
