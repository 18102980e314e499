namespace MiniTorch.Data;

/// <summary>Counts what was read of a file over all passes, and says so.</summary>
internal sealed class CsvMeter(IProgress<CsvProgress>? progress, CancellationToken cancellation)
{
    private long _length;
    private long _bytes;
    private int _passes = 2;

    public CancellationToken Cancellation => cancellation;

    public long Rows { get; set; }

    public void Begin(long length) => (_length, Rows) = (length, 0);

    public void AddPass() => _passes++;

    public void Add(int bytes)
    {
        _bytes += bytes;
        Report();
    }

    public void Report() => progress?.Report(new CsvProgress(_bytes, Math.Max(_bytes, _passes * _length), Rows));
}
