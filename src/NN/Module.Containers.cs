using System.Globalization;

namespace MiniTorch.NN;

// For the containers, whose children come and go.
public abstract partial class Module
{
    private protected int ChildCount => _children.Count;

    private protected string ChildName(int index) => _children[index].Name;

    private protected Module ChildAt(int index) => _children[index].Value;

    private protected Module ChildNamed(string name) => Find("get_submodule", "child", "", this, name, _children);

    private protected int IndexOfChild(string name) => _children.FindIndex(child => child.Name == name);

    private protected void ReplaceChild(int index, Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckIsNotAbove(_children[index].Name, module);
        _children[index] = _children[index] with { Value = module };
    }

    private protected void RemoveChild(int index) => _children.RemoveAt(index);

    /// <summary>Puts a child at a place of a list whose names are its indices.</summary>
    private protected void InsertChild(int index, Module module)
    {
        Register(Name(_children.Count), module);
        Entry<Module> added = _children[^1];
        _children.RemoveAt(_children.Count - 1);
        _children.Insert(index, added);
        NumberChildren();
    }

    /// <summary>Names all children by their indices.</summary>
    private protected void NumberChildren()
    {
        for (int i = 0; i < _children.Count; i++)
        {
            _children[i] = _children[i] with { Name = Name(i) };
        }
    }

    private protected static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);
}
