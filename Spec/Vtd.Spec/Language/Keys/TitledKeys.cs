using Vtd.Spec.Declarations;

namespace Vtd.Spec.Language.Keys;

/// <summary>Keys of everything that the architecture has a chapter on.</summary>
internal static class TitledKeys
{
    public static Key<T> Title<T>()
        where T : TitledDeclaration =>
        new("name", Shapes.Title, "The name in the architecture.", (values, node, item) => (T)(item with { Title = values.Text(node, Shapes.Title) }));

    public static Key<T> Section<T>()
        where T : TitledDeclaration =>
        new("section", Shapes.Section, "The section of the architecture, in quotes.",
            (values, node, item) => (T)(item with { Section = values.Text(node, Shapes.Section) }));

    public static Key<T> About<T>()
        where T : TitledDeclaration =>
        new("about", Shapes.Prose, "What a reader of the documentation should know, in one or more sentences.",
            (values, node, item) => (T)(item with { About = values.Text(node, Shapes.Prose) }));
}
