using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Serialization;

namespace MiniTorch.Tests;

public sealed class SafeTensorsTests
{
    private static readonly DType[] _types = Enum.GetValues<DType>();

    // The text as safetensors.torch.save_file writes it: no spaces, the fields in this order, int64 before float32 before bool, each kind
    // by name; then spaces up to a multiple of eight.
    [Fact]
    public void A_small_file_is_written_byte_for_byte_as_the_reference_writes_it()
    {
        using var folder = new TempFolder();
        string path = folder.File("a.safetensors");
        var state = new StateDict
        {
            ["fc.weight"] = Tensor.From([1f, -2f, 0.5f, 4f], [2, 2]),
            ["mask"] = Tensor.From([true, false, true]),
            ["fc.bias"] = Tensor.From([3f]),
            ["count"] = Tensor.From([7L], []),
        };

        SafeTensors.Save(path, state, new Dictionary<string, string> { ["format"] = "pt" });

        const string header =
            """{"__metadata__":{"format":"pt"},"count":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"fc.bias":{"dtype":"F32","shape":""" +
            """[1],"data_offsets":[8,12]},"fc.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[12,28]},"mask":{"dtype":"BOOL","shape":""" +
            """[3],"data_offsets":[28,31]}}""";
        byte[] data =
        [
            7, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0x40, 0x40,
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F, 0, 0, 0x80, 0x40,
            1, 0, 1,
        ];
        Assert.Equal(ByHand.File(header.PadRight((header.Length + 7) / 8 * 8), data), File.ReadAllBytes(path));
    }

    [Fact]
    public void Types_come_from_the_widest_to_the_narrowest_and_names_in_the_order_of_utf8()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        var state = new StateDict();
        foreach (DType dtype in _types)
        {
            foreach (string name in (string[])["\U0001F600", "\uFFFD", "b", "B", "é"])
            {
                state[$"{name} {dtype.Name()}"] = Tensor.Zeros([1], dtype);
            }
        }

        SafeTensors.Save(path, state);

        string[] types = ["int64", "float64", "float32", "int32", "uint8", "bool"], names = ["B", "b", "é", "\uFFFD", "\U0001F600"];
        Assert.Equal(types.SelectMany(type => names.Select(name => $"{name} {type}")), SafeTensors.Load(path).Keys);
    }

    [Fact]
    public void An_empty_state_is_a_file_of_sixteen_bytes()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");

        SafeTensors.Save(path, new StateDict());

        Assert.Equal(ByHand.File("{}      "), File.ReadAllBytes(path));
        Assert.Empty(SafeTensors.Load(path));
        Assert.Empty(SafeTensors.LoadMetadata(path));
    }

    [Fact]
    public void Only_what_must_be_escaped_is_escaped_and_comes_back()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        const string name = "q\" b\\ / \b\f\n\r\t \u0001\u001f \u007f <&'+ é \u2028 \U0001F600";
        var metadata = new Dictionary<string, string> { ["b"] = "", [name] = name, ["a"] = "x" };

        SafeTensors.Save(path, new StateDict { [name] = Tensor.Zeros([0]) }, metadata);

        string text = Encoding.UTF8.GetString(File.ReadAllBytes(path).AsSpan(8)).TrimEnd(' ');
        const string escaped = "\"q\\\" b\\\\ / \\b\\f\\n\\r\\t \\u0001\\u001f \u007f <&'+ é \u2028 \U0001F600\"";
        Assert.Equal(
            $$$"""{"__metadata__":{"a":"x","b":"",{{{escaped}}}:{{{escaped}}}},{{{escaped}}}:{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", text);
        Assert.Equal([name], SafeTensors.Load(path).Keys);
        Assert.Equal(metadata.OrderBy(item => item.Key, StringComparer.Ordinal), SafeTensors.LoadMetadata(path).OrderBy(item => item.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Any_tensors_come_back_bit_for_bit()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        Prop.ForAll<ulong>(seed =>
        {
            var generator = new Generator(seed);
            var state = new StateDict();
            long count = generator.NextInt64(0, 7);
            for (int i = 0; i < count; i++)
            {
                state[$"{generator.NextInt64(0, 1000)}.{(char)generator.NextInt64(1, 0xD800)}"] = Draw(generator);
            }

            SafeTensors.Save(path, state);
            StateDict loaded = SafeTensors.Load(path);
            return loaded.Count == state.Count
                && state.All(item => loaded[item.Key].Shape == item.Value.Shape && loaded[item.Key].DType == item.Value.DType
                    && Bits.Of(loaded[item.Key].Value).AsSpan().SequenceEqual(Bits.Of(item.Value.Value)));
        }).Check(Config.QuickThrowOnFailure);
    }

    // More elements than are moved at once.
    [Fact]
    public void A_tensor_of_several_pieces_comes_back()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        Tensor values = Tensor.Arange((1 << 20) + 3, dtype: DType.Float64);

        SafeTensors.Save(path, new StateDict { ["x"] = values });

        Assert.Equal(values.ToArray<double>(), SafeTensors.Load(path)["x"].ToArray<double>());
    }

    [Fact]
    public void Not_a_number_infinities_and_integers_beyond_a_double_come_back()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        float[] floats = [float.NaN, BitConverter.Int32BitsToSingle(0x7F800001), float.NegativeInfinity, -0f, float.Epsilon];
        long[] longs = [long.MinValue, long.MaxValue, (1L << 53) + 1];

        SafeTensors.Save(path, new StateDict { ["f"] = Tensor.From(floats), ["i"] = Tensor.From(longs) });

        StateDict loaded = SafeTensors.Load(path);
        Assert.Equal(floats.Select(BitConverter.SingleToInt32Bits), loaded["f"].ToArray<float>().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(longs, loaded["i"].ToArray<long>());
    }

    [Fact]
    public void Loaded_tensors_outlive_the_scope_they_were_loaded_in_and_share_nothing()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        Tensor parameter = Tensor.Ones([2000], requiresGrad: true);
        SafeTensors.Save(path, new StateDict { ["x"] = parameter });
        StateDict first, second;
        using (TensorScope.Begin())
        {
            first = SafeTensors.Load(path);
            second = SafeTensors.Load(path);
        }

        first["x"].Value.Fill(5);

        Assert.All(second["x"].ToArray<float>(), value => Assert.Equal(1f, value));
        Assert.All(parameter.ToArray<float>(), value => Assert.Equal(1f, value));
        Assert.False(first["x"].RequiresGrad);
    }

    [Fact]
    public void Saving_replaces_the_file_and_leaves_no_other()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a", [1, 2, 3]);

        SafeTensors.Save(path, new StateDict { ["x"] = Tensor.From([2f]) });
        SafeTensors.Save(path, new StateDict { ["x"] = Tensor.From([3f]) });

        Assert.Equal([3f], SafeTensors.Load(path)["x"].ToArray<float>());
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_alone()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a", [1, 2, 3]);
        var state = new StateDict();
        using (TensorScope.Begin())
        {
            state["gone"] = Tensor.Ones([1000]);
        }

        Assert.Throws<ObjectDisposedException>(() => SafeTensors.Save(path, state));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_name_that_the_format_reserves_or_that_is_not_unicode_is_refused()
    {
        using var folder = new TempFolder();
        Tensor one = Tensor.Ones([1]);

        ArgumentException reserved = Assert.Throws<ArgumentException>(
            () => SafeTensors.Save(folder.File("a"), new StateDict { ["__metadata__"] = one }));
        ArgumentException half = Assert.Throws<ArgumentException>(() => SafeTensors.Save(folder.File("a"), new StateDict { ["\ud83d"] = one }));

        Assert.Contains("'__metadata__'", reserved.Message, StringComparison.Ordinal);
        Assert.Contains("surrogate", half.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Saving_into_a_folder_that_is_missing_says_so()
    {
        using var folder = new TempFolder();

        Assert.Throws<DirectoryNotFoundException>(() => SafeTensors.Save(Path.Combine(folder.Path, "none", "a"), new StateDict()));
    }

    // Any type and layout: sizes of 0 and 1, no dimensions, transposed, stepped and expanded views.
    private static Tensor Draw(Generator generator)
    {
        int rank = (int)generator.NextInt64(0, 4);
        Shape shape = Shape.Of([.. Enumerable.Range(0, rank).Select(_ => (int)generator.NextInt64(0, 5))]);
        DType dtype = _types[generator.NextInt64(0, _types.Length)];
        NDArray values = NDArray.RandInt(0, dtype == DType.Bool ? 2 : 200, shape, generator).To(dtype);
        if (dtype.IsFloatingPoint())
        {
            values = values.Divide(7);
        }

        return (int)generator.NextInt64(0, 4) switch
        {
            0 when rank >= 2 => new Tensor(values).Transpose(0, -1),
            1 when rank >= 1 => new Tensor(values.Slice(0, 0, shape[0], 2)),
            2 when rank >= 1 => new Tensor(values).Unsqueeze(0).Expand([3, .. shape]),
            _ => new Tensor(values),
        };
    }
}
