using System.Reflection;
using System.Runtime.CompilerServices;

namespace MiniTorch.Tests.Project;

/// <summary>Declarations without their bodies.</summary>
internal static class Signatures
{
    private static readonly NullabilityInfoContext _nullability = new();

    private static readonly Dictionary<string, string> _operators = new()
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/", ["op_Modulus"] = "%",
        ["op_UnaryNegation"] = "-", ["op_UnaryPlus"] = "+", ["op_LogicalNot"] = "!", ["op_OnesComplement"] = "~",
        ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=", ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^", ["op_True"] = "true", ["op_False"] = "false",
        ["op_AdditionAssignment"] = "+=", ["op_SubtractionAssignment"] = "-=", ["op_MultiplicationAssignment"] = "*=", ["op_DivisionAssignment"] = "/=",
    };

    public static string OfType(Type type)
    {
        string access = type.IsNestedFamily ? "protected" : "public";
        if (type.IsEnum)
        {
            return $"{access} enum {CSharpNames.Of(type)} : {CSharpNames.Of(Enum.GetUnderlyingType(type))}";
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{access} delegate {Returned(invoke)} {CSharpNames.Of(type)}({Parameters(invoke)}){Constraints(type.GetGenericArguments())}";
        }

        IEnumerable<string> bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [CSharpNames.Of(parent)] : [];
        bases = bases.Concat(DeclaredInterfaces(type).Select(i => CSharpNames.Of(i)).Order(StringComparer.Ordinal));
        string list = string.Join(", ", bases);
        return $"{access} {Kind(type)} {CSharpNames.Of(type)}{(list.Length > 0 ? " : " + list : "")}{Constraints(type.GetGenericArguments())}";
    }

    public static string OfField(FieldInfo field)
    {
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? " = " + CSharpNames.Constant(field.GetRawConstantValue(), field.FieldType) : "";
        return $"{(field.IsPublic ? "public" : "protected")} {kind}{CSharpNames.Of(field.FieldType, _nullability.Create(field))} {field.Name}{value}";
    }

    public static string OfConstructor(ConstructorInfo constructor) =>
        $"{Access(constructor)} {constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";

    public static string OfProperty(PropertyInfo property, Predicate<MethodBase?> seen)
    {
        MethodInfo first = seen(property.GetMethod) ? property.GetMethod! : property.SetMethod!;
        bool init = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;
        string setter = seen(property.SetMethod) ? (Access(property.SetMethod!) == Access(first) ? "" : Access(property.SetMethod!) + " ") + (init ? "init; " : "set; ") : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string type = ByReference(property.PropertyType, first.ReturnParameter) + CSharpNames.Of(property.PropertyType, _nullability.Create(property));
        return $"{Access(first)} {Modifiers(first)}{required}{type} {name} {{ {(seen(property.GetMethod) ? "get; " : "")}{setter}}}";
    }

    public static string OfEvent(EventInfo e) =>
        $"{Access(e.AddMethod!)} {Modifiers(e.AddMethod!)}event {CSharpNames.Of(e.EventHandlerType!, _nullability.Create(e))} {e.Name}";

    public static string OfMethod(MethodInfo method)
    {
        string head = $"{Access(method)} {Modifiers(method)}";
        if (method.Name is "op_Implicit" or "op_Explicit")
        {
            return $"{head}{method.Name[3..].ToLowerInvariant()} operator {Returned(method)}({Parameters(method)})";
        }

        string name = _operators.TryGetValue(method.Name, out string? symbol) ? "operator " + symbol : method.Name;
        Type[] generic = method.GetGenericArguments();
        string arguments = generic.Length > 0 ? $"<{string.Join(", ", generic.Select(g => g.Name))}>" : "";
        return $"{head}{Returned(method)} {name}{arguments}({Parameters(method)}){Constraints(generic)}";
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface)
        {
            return "interface";
        }

        string noun = type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is null ? "" : "record ";
        if (type.IsValueType)
        {
            return (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + noun + "struct";
        }

        string modifier = (type.IsAbstract, type.IsSealed) switch { (true, true) => "static ", (true, false) => "abstract ", (false, true) => "sealed ", _ => "" };
        return modifier + (noun.Length > 0 ? "record" : "class");
    }

    private static IEnumerable<Type> DeclaredInterfaces(Type type)
    {
        Type[] all = [.. type.GetInterfaces().Where(i => i.IsVisible)];
        return all.Except(type.BaseType?.GetInterfaces() ?? []).Except(all.SelectMany(i => i.GetInterfaces()));
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public" : method.IsFamily || method.IsFamilyOrAssembly ? "protected" : "private";

    private static string Modifiers(MethodInfo method)
    {
        bool overrides = method.GetBaseDefinition() != method;
        string modifier = method switch
        {
            { IsStatic: true, IsAbstract: true } => "static abstract ",
            { IsStatic: true, IsVirtual: true } => "static virtual ",
            { IsStatic: true } => "static ",
            { DeclaringType.IsInterface: true, IsAbstract: true } => "",
            { IsAbstract: true } => overrides ? "abstract override " : "abstract ",
            { IsVirtual: true } when overrides => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return modifier;
    }

    private static string Returned(MethodInfo method) =>
        ByReference(method.ReturnType, method.ReturnParameter) + CSharpNames.Of(method.ReturnType, _nullability.Create(method.ReturnParameter));

    private static string ByReference(Type type, ParameterInfo returned) =>
        !type.IsByRef ? "" : returned.GetRequiredCustomModifiers().Length > 0 || returned.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ";

    private static string Parameters(MethodBase method)
    {
        string self = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return self + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        string value = parameter.HasDefaultValue ? " = " + CSharpNames.Constant(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return $"{passing}{CSharpNames.Of(parameter.ParameterType, _nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Select(Constraint));

    private static string Constraint(Type parameter)
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool value = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        bool unmanaged = parameter.GetCustomAttributesData().Any(a => a.AttributeType.Name == "IsUnmanagedAttribute");
        IEnumerable<string> all =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. unmanaged ? ["unmanaged"] : value ? ["struct"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(t => t != typeof(ValueType)).Select(t => CSharpNames.Of(t)).Order(StringComparer.Ordinal),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !value ? ["new()"] : Array.Empty<string>(),
            .. attributes.HasFlag(GenericParameterAttributes.AllowByRefLike) ? ["allows ref struct"] : Array.Empty<string>(),
        ];
        string list = string.Join(", ", all);
        return list.Length > 0 ? $" where {parameter.Name} : {list}" : "";
    }
}
