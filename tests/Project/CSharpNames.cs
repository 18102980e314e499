using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MiniTorch.Tests.Project;

/// <summary>Types and constants as C# writes them.</summary>
internal static class CSharpNames
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    /// <param name="type">The type to name.</param>
    /// <param name="nullability">Where the type is used: tells which references may be null.</param>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is Type underlying)
        {
            return Of(underlying, nullability) + "?";
        }

        // Of an unconstrained T, metadata tells not whether T or T? was written.
        bool knows = !type.IsValueType && (!type.IsGenericParameter || type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint));
        string mark = knows && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        return _keywords.TryGetValue(type, out string? keyword) ? keyword + mark : Plain(type, nullability) + mark;
    }

    public static string Constant(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text}\"",
        char letter => $"'{letter}'",
        _ when type.IsEnum => EnumConstant(value, type),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string EnumConstant(object value, Type type) =>
        Enum.GetName(type, value) is string name ? $"{Of(type)}.{name}" : $"({Of(type)}){Convert.ToInt64(value, CultureInfo.InvariantCulture)}";

    private static string Plain(Type type, NullabilityInfo? nullability)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        Type[] arguments = type.GetGenericArguments();
        string[] names = [.. arguments.Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)))];
        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
        {
            return $"({string.Join(", ", names)})";
        }

        int outerCount = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string outer = type.DeclaringType is Type declaring
            ? (declaring.IsGenericTypeDefinition && type.IsConstructedGenericType ? Of(declaring.MakeGenericType(arguments[..outerCount])) : Of(declaring)) + "."
            : "";
        string name = type.Name.Split('`')[0];
        return arguments.Length > outerCount ? $"{outer}{name}<{string.Join(", ", names[outerCount..])}>" : outer + name;
    }
}
