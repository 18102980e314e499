namespace MiniTorch.Tests.Examples;

/// <summary>Bad input: one line on standard error, exit code 2, never a stack trace.</summary>
public sealed class MnistBadInputTests : IDisposable
{
    private readonly DigitFolder _data = new(train: 30, test: 10);

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("--what", "'--what'")]
    [InlineData("extra", "'extra'")]
    [InlineData("--lr", "Required argument missing for option: '--lr'")]
    [InlineData("--lr=", "Required argument missing for option: '--lr'")]
    [InlineData("--seed 1 --seed 2", "'--seed' expects a single argument")]
    [InlineData("--optimizer rmsprop", "--optimizer must be one of adam, adamw, sgd; got 'rmsprop'")]
    [InlineData("--epochs 0", "--epochs must be a whole number above 0; got '0'")]
    [InlineData("--epochs -1", "got '-1'")]
    [InlineData("--epochs abc", "got 'abc'")]
    [InlineData("--epochs 1.5", "got '1.5'")]
    [InlineData("--epochs 2147483648", "got '2147483648'")]
    [InlineData("--batch-size 0", "--batch-size must be a whole number above 0; got '0'")]
    [InlineData("--batch-size -128", "got '-128'")]
    [InlineData("--lr nan", "--lr must be a number above 0; got 'nan'")]
    [InlineData("--lr abc", "got 'abc'")]
    [InlineData("--lr 0", "got '0'")]
    [InlineData("--lr -1", "got '-1'")]
    [InlineData("--lr inf", "got 'inf'")]
    [InlineData("--lr Infinity", "got 'Infinity'")]
    [InlineData("--lr 1e999", "got '1e999'")]
    [InlineData("--hidden ", "--hidden must be whole numbers above 0, as in 256,128; got ''")]
    [InlineData("--hidden 256,,128", "got '256,,128'")]
    [InlineData("--hidden 0", "got '0'")]
    [InlineData("--hidden 256,-1", "got '256,-1'")]
    [InlineData("--hidden 99999999999", "got '99999999999'")]
    [InlineData("--dropout 1", "--dropout must be a number from 0 to below 1; got '1'")]
    [InlineData("--dropout -0.1", "got '-0.1'")]
    [InlineData("--dropout nan", "got 'nan'")]
    [InlineData("--threads 0", "--threads must be a whole number above 0; got '0'")]
    [InlineData("--limit 0", "--limit must be a whole number above 0; got '0'")]
    [InlineData("--seed 1.5", "--seed must be a whole number of 64 bits; got '1.5'")]
    [InlineData("--seed 9223372036854775808", "got '9223372036854775808'")]
    [InlineData("--data ", "--data must be a path; got ''")]
    [InlineData("--metrics ", "--metrics must be a path; got ''")]
    public void Options_that_make_no_sense_are_refused(string arguments, string expected)
    {
        Finished run = Example.Mnist.Run(arguments.Split(' '));

        AssertRefused(run, expected);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("nowhere/metrics.json")]
    [InlineData(".")]
    public void A_metrics_file_that_cannot_be_written_is_refused_before_anything_else(string name)
    {
        string path = Path.GetFullPath(_data.File(name));

        Finished run = Run("--metrics", path);

        AssertRefused(run, $"--metrics: '{path}' cannot be written");
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        AssertRefused(Example.Mnist.Run("--data", _data.File("nowhere")), $"{_data.File("nowhere")}: there is no such folder");

    [Fact]
    public void A_file_in_place_of_the_folder_is_refused() =>
        AssertRefused(Example.Mnist.Run("--data", _data.File(DigitFolder.TestLabels)), "is a file");

    [Theory]
    [InlineData(DigitFolder.TrainImages)]
    [InlineData(DigitFolder.TestLabels)]
    public void A_missing_file_is_refused(string name)
    {
        File.Delete(_data.File(name));

        AssertRefused(Run(), $"{_data.File(name)}: there is no such file");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void An_empty_file_is_refused(string ending)
    {
        File.Delete(_data.File(DigitFolder.TrainImages));
        File.WriteAllBytes(_data.File(DigitFolder.TrainImages + ending), []);

        AssertRefused(Run(), $"{_data.File(DigitFolder.TrainImages)}{ending}: ");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(200)]
    public void A_truncated_gzip_file_is_refused(int missing)
    {
        _data.Compress(DigitFolder.TrainImages);
        _data.Change(DigitFolder.TrainImages + ".gz", file => file[..^missing]);

        AssertRefused(Run(), $"{DigitFolder.TrainImages}.gz: ");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_bit_flipped_in_a_gzip_file_is_noticed(double place)
    {
        _data.Compress(DigitFolder.TrainImages);
        _data.Change(DigitFolder.TrainImages + ".gz", file => Flip(file, (int)(place * file.Length)));

        AssertRefused(Run(), $"{DigitFolder.TrainImages}.gz: ");
    }

    [Fact]
    public void A_wrong_magic_number_is_refused()
    {
        _data.Change(DigitFolder.TestImages, static file => Flip(file, 0));
        AssertRefused(Run(), $"{DigitFolder.TestImages}: not an IDX file");
    }

    [Fact]
    public void Different_numbers_of_images_and_labels_are_refused()
    {
        _data.WriteLabels(DigitFolder.TrainLabels, 29);

        AssertRefused(Run(), "got images and labels: 30 and 29");
    }

    [Fact]
    public void A_label_above_nine_is_refused()
    {
        _data.Change(DigitFolder.TestLabels, static file => [.. file[..^1], 10]);

        AssertRefused(Run(), "labels must be 0 to 9; label 9 is 10");
    }

    [Fact]
    public void A_header_that_announces_more_than_the_file_holds_is_refused_without_taking_the_memory()
    {
        _data.Write(DigitFolder.TrainImages, [2_000_000, 32, 32], new byte[1000]);

        Finished run = Example.Mnist.RunIn(null, ["--data", _data.Path], LimitMemory);

        AssertRefused(run, "the header announces [2000000, 32, 32]");
    }

    [Fact]
    public void A_folder_that_may_not_be_read_is_refused()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return; // nothing is forbidden to root
        }

        File.SetUnixFileMode(_data.File(DigitFolder.TrainImages), UnixFileMode.None);

        AssertRefused(Run(), "denied");
    }

    [Theory]
    [InlineData("100000")]
    [InlineData("2147483647,2147483647")]
    public void A_model_that_no_memory_holds_is_refused(string widths)
    {
        Finished run = Example.Mnist.RunIn(null, ["--data", _data.Path, "--hidden", widths], LimitMemory);

        AssertRefused(run, "parameters are too many; there is memory for");
    }

    [Fact]
    public void A_batch_that_no_memory_holds_is_told_in_one_line()
    {
        using DigitFolder large = new(train: 20_000, test: 10);

        Finished run = Example.Mnist.RunIn(null, ["--data", large.Path, "--batch-size", "20000", "--hidden", "5000"], LimitMemory);

        AssertRefused(run, "there is not enough memory");
    }

    // 64 MB, in hexadecimal
    private static void LimitMemory(IDictionary<string, string?> environment) => environment["DOTNET_GCHeapHardLimit"] = "4000000";

    private static byte[] Flip(byte[] file, int place)
    {
        file[place] ^= 4;
        return file;
    }

    private static void AssertRefused(Finished run, string expected)
    {
        run.AssertRefused("mnist", expected);
        Assert.DoesNotContain("Epoch ", run.Error, StringComparison.Ordinal);
    }

    private Finished Run(params IEnumerable<string> arguments) => Example.Mnist.Run(["--data", _data.Path, .. arguments]);
}
