using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MiniTorch.Tests.Project;

/// <summary>The public and protected surface of types as C#-like text: types by name, members by kind and name, one a line.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, Type> names in types.Where(IsListed).GroupBy(type => type.Namespace ?? "").OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(names.Key).Append('\n');
            foreach ((Type type, string head) in names.Select(type => (type, Head: Signatures.OfType(type))).OrderBy(t => CSharpNames.Of(t.type), StringComparer.Ordinal))
            {
                text.Append('\n').Append(head).Append('\n');
                foreach (string member in Members(type))
                {
                    text.Append("    ").Append(member).Append('\n');
                }
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        bool open = !type.IsSealed;
        bool Seen(MethodBase? method) => method is not null && (method.IsPublic || (open && (method.IsFamily || method.IsFamilyOrAssembly)));
        bool SeenField(FieldInfo field) => field.IsPublic || (open && (field.IsFamily || field.IsFamilyOrAssembly));

        IEnumerable<(int Kind, string Name, string Text)> members =
        [
            .. type.GetFields(Declared).Where(SeenField).Select(field => (0, field.Name, Signatures.OfField(field))),
            .. type.GetConstructors(Declared).Where(Seen).Select(constructor => (1, "", Signatures.OfConstructor(constructor))),
            .. type.GetProperties(Declared).Where(p => Seen(p.GetMethod) || Seen(p.SetMethod)).Select(p => (2, p.Name, Signatures.OfProperty(p, Seen))),
            .. type.GetEvents(Declared).Where(e => Seen(e.AddMethod)).Select(e => (3, e.Name, Signatures.OfEvent(e))),
            .. type.GetMethods(Declared).Where(m => Seen(m) && IsWritten(m)).Select(m => (4, m.Name, Signatures.OfMethod(m))),
        ];
        return members.OrderBy(m => m.Kind).ThenBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Text, StringComparer.Ordinal).Select(m => m.Text);
    }

    private static bool IsListed(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal)
        && (type.IsPublic || ((type.IsNestedPublic || (type.IsNestedFamily && !type.DeclaringType!.IsSealed)) && IsListed(type.DeclaringType!)));

    /// <summary>Not an accessor, and not made by the compiler for a record.</summary>
    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && !method.IsDefined(typeof(CompilerGeneratedAttribute));
}
