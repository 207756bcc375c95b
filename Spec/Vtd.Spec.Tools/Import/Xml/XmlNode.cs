using System.Xml.Linq;

namespace Vtd.Spec.Tools.Import.Xml;

/// <summary>An element of a file, with what <c>derivedFrom</c> and the elements around it give it.</summary>
internal sealed class XmlNode
{
    /// <summary>Elements that derive from each other; more are a circle.</summary>
    private const int LongestDerivation = 32;

    private readonly XmlSource _source;
    private readonly XElement _element;
    private readonly XmlNode? _parent;
    private readonly XmlNode? _base;

    private XmlNode(XmlSource source, XElement element, XmlNode? parent, int derivations)
    {
        _source = source;
        _element = element;
        _parent = parent;
        if (element.Attribute("derivedFrom")?.Value.Trim() is { Length: > 0 } path)
            _base = Resolve(path, derivations);
    }

    /// <summary>The root of a file.</summary>
    public static XmlNode Of(XmlSource source, XElement root) => new(source, root, null, 0);

    /// <summary>Name of the element.</summary>
    /// <exception cref="Specs.UnusableSpecException">The element has no name.</exception>
    public string Name => Text("name") ?? throw Invalid($"<{Kind}> has no <name>.");

    /// <summary>Name of the XML element, such as <c>register</c>.</summary>
    public string Kind => _element.Name.LocalName;

    /// <summary>The element that this one derives from.</summary>
    public XmlNode? Base => _base;

    /// <summary>Whether the element itself has a child element.</summary>
    public bool HasOwn(string child) => _element.Element(child) is not null;

    /// <summary>The text of a child element, on one line; null if it is missing or empty.</summary>
    public string? Text(string child) => Child(child) is { } element ? ImportTexts.OneLine(element.Value) : null;

    /// <summary>The number in a child element; null if it is missing.</summary>
    public ulong? Number(string child) => Child(child) is { } element ? _source.Number(element) : null;

    /// <summary>The number that the element itself holds.</summary>
    public ulong OwnNumber => _source.Number(_element);

    /// <summary>An attribute; null if it is missing.</summary>
    public string? Attribute(string name) => _element.Attribute(name) is { } attribute ? ImportTexts.OneLine(attribute.Value) : null;

    /// <summary>Names and texts of the child elements that the element itself has, beside some.</summary>
    /// <param name="read">Names of elements to leave out.</param>
    public IEnumerable<(string Name, string? Text)> Others(string[] read) =>
        _element.Elements().Where(child => !read.Contains(child.Name.LocalName)).Select(static child => (child.Name.LocalName, child.HasElements ? null : ImportTexts.OneLine(child.Value)));

    /// <summary>A property that the elements around this one can give, such as <c>access</c>.</summary>
    public string? Property(string name) => Text(name) ?? _parent?.Property(name);

    /// <summary>A property that is a number and that the elements around this one can give, such as <c>size</c>.</summary>
    public ulong? NumericProperty(string name) => Number(name) ?? _parent?.NumericProperty(name);

    /// <summary>Child elements of some kinds, those of the base first; one with the name of another replaces it.</summary>
    /// <param name="container">Element between this one and its children; null if there is none.</param>
    /// <param name="kinds">Names of the elements.</param>
    public IReadOnlyList<XmlNode> Children(string? container, params string[] kinds)
    {
        var own = (container is null ? [_element] : _element.Elements(container))
            .Elements().Where(child => kinds.Contains(child.Name.LocalName)).Select(child => new XmlNode(_source, child, this, 0)).ToList();
        if (_base is null)
            return own;

        var replaced = own.Select(static child => child.Text("name")).ToHashSet(StringComparer.Ordinal);
        return [.. _base.Children(container, kinds).Where(child => !replaced.Contains(child.Text("name"))).Select(child => new XmlNode(_source, child._element, this, 0)), .. own];
    }

    /// <summary>The exception for an element that cannot be read.</summary>
    public Specs.UnusableSpecException Invalid(string message) => _source.Invalid(_element, message);

    private XElement? Child(string name) => _element.Element(name) ?? _base?.Child(name);

    // A name of an element beside this one, or names from an outer element inwards, with dots between them.
    private XmlNode Resolve(string path, int derivations)
    {
        if (derivations == LongestDerivation)
            throw Invalid($"derivedFrom=\"{path}\" leads in a circle, or through more than {LongestDerivation} elements.");

        for (var scope = _parent; scope is not null; scope = scope._parent)
        {
            var found = scope._element;
            foreach (var name in path.Split('.'))
                found = found is null ? null : Members(found).FirstOrDefault(member => member.Element("name")?.Value.Trim() == name);
            if (found is not null && found != _element && found.Name == _element.Name)
                return new XmlNode(_source, found, _parent, derivations + 1);
        }

        throw Invalid($"derivedFrom=\"{path}\" names no <{Kind}>.");
    }

    private static IEnumerable<XElement> Members(XElement element) =>
        element.Elements().SelectMany(static child => child.Element("name") is null ? child.Elements() : [child]).Where(static child => child.Element("name") is not null);
}
