using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Serialization;

namespace MiniTorch.Examples.Csv;

/// <summary>All that is needed to predict: what the columns are, how their numbers are prepared, and the network.</summary>
internal sealed record SavedModel(CsvSchema Schema, Preparation Preparation, Sequential Network, IReadOnlyList<int> Hidden, double Dropout)
{
    private const string SchemaKey = "schema";
    private const string PreparationKey = "preparation";
    private const string NetworkKey = "network";
    private const string HiddenKey = "hidden";
    private const string DropoutKey = "dropout";

    public void Save(string path) => StateFile.Save(path, new MapState
    {
        [SchemaKey] = Schema.SaveState(),
        [PreparationKey] = Preparation.SaveState(),
        [HiddenKey] = new ListState(Hidden.Select(static width => (StateNode)width)),
        [DropoutKey] = Dropout,
        [NetworkKey] = ((IStateful)Network).SaveState(),
    });

    /// <exception cref="InvalidDataException">The file is none that this program saved.</exception>
    public static SavedModel Load(string path)
    {
        try
        {
            MapState state = StateFile.Load(path).As<MapState>();
            var schema = new CsvSchema();
            schema.LoadState(state[SchemaKey]);
            var preparation = new Preparation();
            preparation.LoadState(state[PreparationKey]);
            int[] hidden = [.. state[HiddenKey].As<ListState>().Select(static width => checked((int)width.ToInt64()))];
            double dropout = state[DropoutKey].ToDouble();
            Sequential network = Csv.Network.Build(schema.FeatureCount, hidden, Outputs(schema), dropout, Generator.Default);
            ((IStateful)network).LoadState(state[NetworkKey]);
            network.Eval();
            return new SavedModel(schema, preparation, network, hidden, dropout);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{path}: it is no model that this program saved: {e.Message}", e);
        }
    }

    public static int Outputs(CsvSchema schema) => schema.Task == CsvTask.Classification ? schema.ClassNames.Count : 1;

    /// <summary>What the network says of rows of features: probabilities of the classes [rows, classes], or numbers [rows, 1].</summary>
    public Tensor Predict(Tensor features)
    {
        using GradModeScope mode = Autograd.NoGrad();
        Tensor outputs = Network.Forward(Preparation.Inputs(features));
        return Schema.Task == CsvTask.Classification ? outputs.Softmax(1) : Preparation.Numbers(outputs);
    }
}
