using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.LanguageServer.Text;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>The forms that the language has for the keys and values of an outline.</summary>
public static class Grammar
{
    private static readonly Dictionary<string, KeyTable> s_tables = KeyTables.All.ToDictionary(static table => table.Name, StringComparer.Ordinal);

    /// <summary>The forms that the value of a key or an item can have; none if the key is unknown.</summary>
    public static IEnumerable<Shape> FormsOf(OutlineNode node) => ShapeOf(node)?.Forms ?? [];

    /// <summary>The forms that an item of a list can have.</summary>
    /// <param name="list">The key of the list.</param>
    public static IEnumerable<Shape> ItemFormsOf(OutlineNode list) => ItemOf(list)?.Forms ?? [];

    /// <summary>Whether a form is a list of bits, such as those of <c>reserved</c>.</summary>
    public static bool IsListOfBits(Shape form) => form is ListShape list && list.Item.Forms.Any(static item => item is BitsShape);

    /// <summary>The keys that the value of a key or an item can have; null if it is no mapping with fixed keys.</summary>
    public static KeyTable? TableOf(OutlineNode node) =>
        node.Parent is null ? KeyTables.All[0] : FormsOf(node).OfType<TableShape>().Select(static shape => s_tables[shape.Table]).FirstOrDefault();

    /// <summary>The key of the language that a node is; null if it is a name, an item or unknown.</summary>
    public static Key? KeyOf(OutlineNode node) =>
        node is { Key: { } name, Parent: { } parent } ? TableOf(parent)?.Keys.FirstOrDefault(key => key.Name == name) : null;

    /// <summary>The names that the value of a key maps; null if it is no mapping of names.</summary>
    public static MapShape? MapOf(OutlineNode node) => FormsOf(node).OfType<MapShape>().FirstOrDefault();

    /// <summary>The kind of thing that a node declares, or changes in an overlay.</summary>
    public static NameKind DeclaredKind(OutlineNode node) =>
        node is { Key: not null, Parent: { } parent } ? MapOf(parent)?.Name.Kind ?? NameKind.None : NameKind.None;

    private static Shape? ShapeOf(OutlineNode node)
    {
        if (node.Parent is not { } parent)
            return null;
        return node.Key is null ? ItemOf(parent) : KeyOf(node)?.Shape ?? MapOf(parent)?.Item;
    }

    // A list of bits is a form of bits.
    private static Shape? ItemOf(OutlineNode list) =>
        FormsOf(list).OfType<ListShape>().FirstOrDefault()?.Item ?? FormsOf(list).OfType<BitsShape>().FirstOrDefault() as Shape;
}
