using System.Numerics;

namespace MiniTorch.Tests.Project;

/// <summary>The listing shows what a caller can see, as C# writes it.</summary>
public class ApiListingTests
{
    public enum Reduction : byte
    {
        Mean = 1,
        Sum = 2,
    }

    public interface ISelf<TSelf> where TSelf : ISelf<TSelf>
    {
        int Count { get; }

        static abstract TSelf operator -(TSelf a, TSelf b);
    }

    [Fact]
    public void Enum_interface_and_ref_struct() => Assert.Equal(
        """
        namespace MiniTorch.Tests.Project

        public interface ApiListingTests.ISelf<TSelf> where TSelf : ApiListingTests.ISelf<TSelf>
            public int Count { get; }
            public static abstract TSelf operator -(TSelf a, TSelf b)

        public enum ApiListingTests.Reduction : byte
            Mean = 1
            Sum = 2

        public readonly ref struct ApiListingTests.View<T> where T : unmanaged, INumber<T>
            public View(ReadOnlySpan<T> values)
            public ref readonly T this[int i] { get; }

        """,
        ApiListing.Of([typeof(View<>), typeof(Reduction), typeof(ISelf<>)]),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Class_with_nullable_generic_optional_and_protected_members() => Assert.Equal(
        """
        namespace MiniTorch.Tests.Project

        public abstract class ApiListingTests.Beast<T> : List<T>
            public const float Pi = 3.5
            protected Beast()
            public int[]? Counts { get; protected set; }
            public required string Title { get; init; }
            protected abstract Dictionary<string, List<string?>?> Map(ApiListingTests.Reduction r = ApiListingTests.Reduction.Sum, double lr = 0.001, bool? flag = null)
            public override string ToString()
            public static bool TryGet<TValue>(out (int, string?) value, in int x, params ReadOnlySpan<TValue> rest) where TValue : class
            public static implicit operator ApiListingTests.Beast<T>?(int x)

        """,
        ApiListing.Of([typeof(Beast<>)]),
        ignoreLineEndingDifferences: true);

    public readonly ref struct View<T>(ReadOnlySpan<T> values) where T : unmanaged, INumber<T>
    {
        private readonly ReadOnlySpan<T> _values = values;

        public ref readonly T this[int i] => ref _values[i];
    }

    public abstract class Beast<T> : List<T>
    {
        public const float Pi = 3.5f;

        public int[]? Counts { get; protected set; }

        public required string Title { get; init; }

        public static implicit operator Beast<T>?(int x) => null;

        public static bool TryGet<TValue>(out (int, string?) value, in int x, params ReadOnlySpan<TValue> rest) where TValue : class
        {
            value = (x, null);
            return rest.IsEmpty;
        }

        public override string ToString() => Title;

        protected abstract Dictionary<string, List<string?>?> Map(Reduction r = Reduction.Sum, double lr = 1e-3, bool? flag = null);
    }
}
