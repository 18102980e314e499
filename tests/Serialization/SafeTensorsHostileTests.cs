using MiniTorch.Serialization;

namespace MiniTorch.Tests;

public sealed class SafeTensorsHostileTests
{
    private const string Four = "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}";

    /// <summary>Header, number of bytes behind it, what the error must say.</summary>
    public static TheoryData<string, int, string> Headers => new()
    {
        { "", 0, "is empty" },
        { "[]", 0, "must begin with '{', not with byte 91" },
        { " {}", 0, "must begin with '{', not with byte 32" },
        { "\uFEFF{}", 0, "must begin with '{', not with byte 239" },
        { "{", 0, "the header is not what safetensors asks for" },
        { "{}x", 0, "the header is not what safetensors asks for" },
        { "{}{}", 0, "the header is not what safetensors asks for" },
        { "{} \0", 0, "the header is not what safetensors asks for" },
        { "{/* */}", 0, "the header is not what safetensors asks for" },
        { $"{{{Four},}}", 4, "the header is not what safetensors asks for" },
        { "{}", 1, "the tensors take 0 bytes behind the header, and 1 follow: the file is too long" },
        { $"{{{Four}}}", 3, "take 4 bytes behind the header, and 3 follow: the file is cut" },
        { $"{{{Four}}}", 5, "take 4 bytes behind the header, and 5 follow: the file is too long" },
        { $"{{{Four},{Four}}}", 4, "key 'a' occurs twice" },
        { $"{{{Four},\"\\u0061\":{{}}}}", 4, "key 'a' occurs twice" },
        { "{\"a\":1}", 0, "tensor 'a': expected StartObject, got Number" },
        { "{\"a\":{}}", 0, "tensor 'a' needs dtype, shape and data_offsets; got none" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "needs dtype, shape and data_offsets; got dtype, shape" },
        { "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "'dtype' occurs twice" },
        { "{\"a\":{\"dtype\":8,\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "dtype: expected String, got Number" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":1,\"data_offsets\":[0,1]}}", 1, "shape: expected StartArray, got Number" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", 1, "shape: expected a whole number from 0 on, got -1" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}", 1, "got 1.5" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[\"1\"],\"data_offsets\":[0,1]}}", 1, "got String" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[18446744073709551616],\"data_offsets\":[0,1]}}", 1, "got 18446744073709551616" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1, "data_offsets are where its bytes begin and end; got [0]" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,0]}}", 1, "got [1, 0]" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2, "tensor 'a' leaves a hole before it: it begins at byte 1" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "tensor 'b' overlaps the one before it: it begins at byte 1, and the tensors before it end at 2" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[3,5]}}", 5, "tensor 'b' leaves a hole" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "F32 of shape [2] takes 8; its offsets [0, 4] are 4 bytes" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]}}", 0, "F32 of shape [] takes 4" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "more bytes than can be counted" },
        { "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2, "F4 of shape [3] takes" },
        { "{\"a\":{\"dtype\":\"X9\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "of type 'X9', which the format does not have" },
        { "{\"a\":{\"dtype\":\"u8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "of type 'u8', which the format does not have" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[0,9999999999],\"data_offsets\":[0,0]}}", 0, "is larger than a tensor can be" },
        { "{\"__metadata__\":1}", 0, "__metadata__: expected StartObject, got Number" },
        { "{\"__metadata__\":{\"k\":1}}", 0, "'k': expected String, got Number" },
        { "{\"__metadata__\":{\"k\":null}}", 0, "'k': expected String, got Null" },
        { "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", 0, "key 'k' of __metadata__ occurs twice" },
        { "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "key '__metadata__' occurs twice" },
        { "{\"\\ud800\":{}}", 0, "the header is not what safetensors asks for" },
        { "{\"a\":{\"x\":" + new string('[', 100) + "}}", 0, "the header is not what safetensors asks for" },
    };

    public static TheoryData<string, string, int> OtherTypes => new()
    {
        { "F16", "float16", 2 }, { "BF16", "bfloat16", 2 }, { "I8", "int8", 1 }, { "I16", "int16", 2 }, { "U16", "uint16", 2 },
        { "U32", "uint32", 4 }, { "U64", "uint64", 8 }, { "F8_E5M2", "float8_e5m2", 1 }, { "F8_E4M3", "float8_e4m3", 1 },
        { "F8_E8M0", "float8_e8m0", 1 }, { "C64", "complex64", 8 },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_is_wrong_is_refused_with_the_file_and_the_reason_in_one_line(string header, int bytes, string expected) =>
        AssertRefused(ByHand.File(header, new byte[bytes]), expected);

    [Fact]
    public void A_file_shorter_than_a_length_is_refused()
    {
        for (int length = 0; length < 8; length++)
        {
            AssertRefused(new byte[length], $"it has {length} bytes");
        }
    }

    // No memory is taken for what is only claimed.
    [Fact]
    public void A_length_beyond_the_file_or_the_format_is_refused()
    {
        AssertRefused([.. ByHand.Length(3), (byte)'{', (byte)'}'], "its header claims 3 bytes, and 2 follow");
        AssertRefused([.. ByHand.Length(100_000_000), (byte)'{'], "its header claims 100000000 bytes, and 1 follow");
        AssertRefused([.. ByHand.Length(100_000_001), (byte)'{'], "at most 100000000 bytes; this one claims 100000001");
        AssertRefused([.. ByHand.Length(ulong.MaxValue), (byte)'{'], "this one claims 18446744073709551615");
        AssertRefused(
            ByHand.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}", new byte[4]),
            "take 2000000000 bytes behind the header, and 4 follow");
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        AssertRefused(ByHand.File([(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)'}'], []), "the header is not valid UTF-8");

    [Fact]
    public void A_bool_that_is_neither_0_nor_1_is_refused() =>
        AssertRefused(
            ByHand.File("{\"m\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}", 0, 1, 2), "tensor 'm': a BOOL is 0 or 1; element 2 is 2");

    [Theory]
    [MemberData(nameof(OtherTypes))]
    public void A_type_that_MiniTorch_does_not_have_is_refused_by_name(string type, string common, int size)
    {
        byte[] file = ByHand.File($"{{\"__metadata__\":{{\"k\":\"v\"}},\"w\":{{\"dtype\":\"{type}\",\"shape\":[1],\"data_offsets\":[0,{size}]}}}}", new byte[size]);

        AssertRefused(file, $"tensor 'w' is {common} ({type})");

        using var folder = new TempFolder();
        Assert.Equal("v", SafeTensors.LoadMetadata(folder.Write("a", file))["k"]);
    }

    [Fact]
    public void Any_cut_of_a_file_is_refused()
    {
        using var folder = new TempFolder();
        string path = folder.File("a");
        SafeTensors.Save(path, new StateDict { ["x"] = Tensor.Ones([2, 3]), ["y"] = Tensor.Zeros([1], DType.Int64) });
        byte[] whole = File.ReadAllBytes(path);

        for (int length = 0; length < whole.Length; length++)
        {
            AssertRefused(whole[..length], "");
        }
    }

    // The reader sorts by place, passes over fields it does not know and over spaces, and takes tensors without elements anywhere.
    [Fact]
    public void A_valid_file_in_any_order_with_spaces_and_unknown_fields_is_read()
    {
        const string header = """
            { "z" : {"data_offsets":[4,8], "shape":[1], "dtype":"I32", "note": {"deep":[1,{"x":null}]} },
              "none": {"dtype":"F64","shape":[2,0],"data_offsets":[4,4]}, "__metadata__": {"\u006b":"\u00e9"},
              "a": {"dtype":"U8","shape":[2,2],"data_offsets":[0,4]} }
            """;
        using var folder = new TempFolder();
        string path = folder.Write("a", ByHand.File(header[..^1] + "}\n  ", 1, 2, 3, 4, 0xFE, 0xFF, 0xFF, 0xFF));

        StateDict state = SafeTensors.Load(path);

        Assert.Equal(["a", "none", "z"], state.Keys);
        Assert.Equal([1, 2, 3, 4], state["a"].ToArray<byte>());
        Assert.Equal([2, 2], state["a"].Shape);
        Assert.Equal([2, 0], state["none"].Shape);
        Assert.Equal(-2, state["z"].ToArray<int>()[0]);
        Assert.Equal("é", SafeTensors.LoadMetadata(path)["k"]);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_named()
    {
        using var folder = new TempFolder();
        string path = folder.File("none");

        Assert.Equal($"{path}: there is no such file", Assert.Throws<FileNotFoundException>(() => SafeTensors.Load(path)).Message);
        Assert.Equal($"{folder.Path}: is a folder, not a file", Assert.Throws<FileNotFoundException>(() => SafeTensors.LoadMetadata(folder.Path)).Message);
    }

    private static void AssertRefused(byte[] file, string expected)
    {
        using var folder = new TempFolder();
        string path = folder.Write("a", file);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SafeTensors.Load(path));

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
