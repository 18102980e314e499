namespace MiniTorch;

/// <summary>Generators among what has state.</summary>
public static class GeneratorExtensions
{
    extension(Generator generator)
    {
        /// <summary>
        /// The generator as something whose state is saved and restored with a checkpoint: its seed and its offset, after which it goes on bit for bit.
        /// </summary>
        public IStateful AsStateful() => new GeneratorStateful(generator);
    }

    private sealed class GeneratorStateful(Generator generator) : IStateful
    {
        private const string Seed = "seed";
        private const string Offset = "offset";

        public StateNode SaveState()
        {
            GeneratorState state = generator.State;
            return new MapState { [Seed] = unchecked((long)state.Seed), [Offset] = unchecked((long)state.Offset) };
        }

        public void LoadState(StateNode state)
        {
            MapState map = state.As<MapState>();
            generator.State = new GeneratorState(unchecked((ulong)Number(map, Seed)), unchecked((ulong)Number(map, Offset)));
        }

        private static long Number(MapState map, string key)
        {
            if (!map.TryGetValue(key, out StateNode? node))
            {
                Throw.Invalid("generator", $"a generator's state has a seed and an offset; got {string.Join(", ", map.Keys)}");
            }

            return node.ToInt64();
        }
    }
}
