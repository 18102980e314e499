using System.Collections;
using System.Reflection;
using MiniTorch.NN;
using Module = MiniTorch.NN.Module;

namespace MiniTorch.Tests;

/// <summary>Proof that no module keeps a tensor or a module in a field without having registered it.</summary>
internal static class Registered
{
    /// <summary>What the fields of a module, and of those below it, hold and nobody registered: as <c>Linear._weight</c>.</summary>
    public static IReadOnlyList<string> Forgotten(Module root)
    {
        var known = new HashSet<object>(ReferenceEqualityComparer.Instance);
        known.UnionWith(root.Modules);
        known.UnionWith(root.Parameters());
        known.UnionWith(root.NamedBuffers().Select(static entry => entry.Buffer));
        return
        [
            .. from module in root.Modules
               from field in Fields(module.GetType())
               from held in Held(field.GetValue(module))
               where !known.Contains(held)
               select $"{module.GetType().Name}.{field.Name}",
        ];
    }

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? at = type; at is not null && at != typeof(Module); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static IEnumerable<object> Held(object? value) => value switch
    {
        Tensor or Module => [value],
        IEnumerable list and not string => list.Cast<object?>().SelectMany(Held),
        _ => [],
    };
}
