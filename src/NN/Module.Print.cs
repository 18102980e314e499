using System.Text;

namespace MiniTorch.NN;

public abstract partial class Module
{
    /// <summary>The name of the type, for messages and print.</summary>
    internal string TypeName => GetType().Name.Split('`')[0];

    /// <summary>The module and those below it as an indented tree. PyTorch: <c>print(model)</c>.</summary>
    public override string ToString()
    {
        string extra = ExtraRepr();
        IReadOnlyList<(string Name, Module Module)> children = NamedChildren();
        if (children.Count == 0)
        {
            return $"{TypeName}({extra})";
        }

        StringBuilder text = new StringBuilder(TypeName).Append("(\n");
        if (extra.Length > 0)
        {
            text.Append("  ").Append(extra).Append('\n');
        }

        foreach ((string name, Module module) in children)
        {
            string child = module.ToString().Replace("\n", "\n  ", StringComparison.Ordinal);
            text.Append("  (").Append(name).Append("): ").Append(child).Append('\n');
        }

        return text.Append(')').ToString();
    }

    /// <summary>What print shows in parentheses, as <c>in_features=784, out_features=10</c>. PyTorch: <c>extra_repr()</c>.</summary>
    protected virtual string ExtraRepr() => "";
}
