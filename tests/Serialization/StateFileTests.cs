using MiniTorch.Serialization;

namespace MiniTorch.Tests;

public sealed class StateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("state-file").FullName;

    private string File => Path.Combine(_folder, "a.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_kind_of_node_comes_back()
    {
        MapState state = new()
        {
            ["nothing"] = StateNode.Empty,
            ["whole"] = long.MinValue,
            ["real"] = 0.1,
            ["whole real"] = 3.0,
            ["large"] = 1e300,
            ["yes"] = true,
            ["no"] = false,
            ["text"] = "ü \"quoted\" \n 😀",
            [""] = new ListState([1, 2.0, "three", new ListState(), new MapState()]),
            ["$tensor"] = "not one",
            ["$$"] = new MapState { ["a/b"] = 1, ["~1"] = 2 },
        };

        StateFile.Save(File, state);

        Assert.Equal(state, StateFile.Load(File));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(123456789012345678)]
    public void A_real_number_comes_back_with_its_bits(double value)
    {
        StateFile.Save(File, new ListState([value]));

        double loaded = StateFile.Load(File).As<ListState>()[0].As<RealState>().Value;
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(loaded));
    }

    [Fact]
    public void Tensors_stand_under_their_paths_and_come_back_in_their_places()
    {
        Tensor w = Tensor.From([1f, 2f, 3f]), n = Tensor.From([7L], Shape.Scalar);
        StateFile.Save(File, new MapState { ["model"] = new MapState { ["0.weight"] = w, ["a/b~"] = n }, ["list"] = new ListState([5, w]) });

        Assert.Equal(["/list/1", "/model/0.weight", "/model/a~1b~0"], SafeTensors.Load(File).Keys.Order(StringComparer.Ordinal));
        MapState loaded = StateFile.Load(File).As<MapState>();
        MapState model = loaded["model"].As<MapState>();
        Assert.Equal([1f, 2f, 3f], model["0.weight"].As<TensorState>().Value.ToArray<float>());
        Assert.Equal(7, model["a/b~"].As<TensorState>().Value.Item<long>());
        Assert.Equal([1f, 2f, 3f], loaded["list"].As<ListState>()[1].As<TensorState>().Value.ToArray<float>());
    }

    [Fact]
    public void A_tensor_alone_is_a_state_too()
    {
        StateFile.Save(File, Tensor.Ones([2, 3]));

        Assert.Equal("[2, 3]", StateFile.Load(File).As<TensorState>().Value.Shape.ToString());
    }

    [Fact]
    public void A_generator_goes_on_from_its_file()
    {
        var generator = new Generator(3);
        generator.NextUInt64();
        StateFile.Save(File, generator.AsStateful().SaveState());
        ulong next = generator.NextUInt64();

        var other = new Generator(0);
        other.AsStateful().LoadState(StateFile.Load(File));

        Assert.Equal(next, other.NextUInt64());
    }

    [Theory]
    [InlineData("{\"a\":", "not valid JSON")]
    [InlineData("{\"a\":1,\"a\":2}", "not valid JSON")]
    [InlineData("{\"a\":12345678901234567890}", "out of range, 12345678901234567890")]
    [InlineData("{\"$tensor\":\"/x\"}", "names a tensor that is not there, \"/x\"")]
    [InlineData("{\"$tensor\":3}", "names a tensor that is not there, 3")]
    [InlineData("{\"$real\":\"1.5\"}", "where NaN or an infinity should be")]
    [InlineData("{\"$other\":1}", "an unknown mark, '$other'")]
    [InlineData("1", "no place for tensor '/t'")]
    [InlineData("{\"$tensor\":\"/t\",\"a\":1}", "'$tensor' stands beside other keys")]
    [InlineData("{\"a\":1,\"$real\":\"NaN\"}", "'$real' stands beside other keys")]
    [InlineData("[1e999]", "out of range, 1e999")]
    [InlineData("\"\\ud800\"", "not valid JSON")]
    [InlineData("{\"\\ud800\":1}", "not valid JSON")]
    public void What_is_wrong_with_a_file_is_said(string json, string expected)
    {
        SafeTensors.Save(File, new StateDict { ["/t"] = Tensor.Ones([1]) }, new Dictionary<string, string> { ["minitorch.state"] = json });

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StateFile.Load(File));

        Assert.StartsWith($"{File}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_tensors_alone_holds_no_state()
    {
        SafeTensors.Save(File, new StateDict { ["t"] = Tensor.Ones([1]) });

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StateFile.Load(File));

        Assert.Contains("holds no state", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_or_key_that_is_not_unicode_is_refused_and_not_changed_in_silence()
    {
        foreach (StateNode state in (StateNode[])["a\ud800", new MapState { ["\udc00"] = 1 }, new MapState { ["\udc00"] = Tensor.Ones([1]) }])
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => StateFile.Save(File, state));

            Assert.Contains("not valid Unicode", error.Message, StringComparison.Ordinal);
        }

        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_state_that_is_too_deep_is_refused_when_it_is_saved()
    {
        StateNode deep = 1;
        for (int i = 0; i < 62; i++)
        {
            deep = new ListState([deep]);
        }

        StateFile.Save(File, deep);
        Assert.Equal(deep, StateFile.Load(File));
        Assert.Throws<ArgumentException>(() => StateFile.Save(File, new ListState([deep])));
        Assert.Equal(deep, StateFile.Load(File));
    }
}
