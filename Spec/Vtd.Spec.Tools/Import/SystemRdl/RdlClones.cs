namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Copies components with all that is in them.</summary>
/// <param name="count">Counts each copy, and refuses too many.</param>
internal sealed class RdlClones(Action count)
{
    private readonly Dictionary<RdlComponent, RdlComponent> _copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>A copy, in which properties see the copies of what they saw.</summary>
    public RdlComponent Copy(RdlComponent component)
    {
        var copy = CopyInside(component);
        foreach (var made in _copies.Values)
        {
            foreach (var (name, property) in made.Own)
                made.Own[name] = property.Owner is { } owner && _copies.TryGetValue(owner, out var other) ? property with { Owner = other } : property;
        }

        return copy;
    }

    private RdlComponent CopyInside(RdlComponent component)
    {
        count();
        var copy = _copies[component] = new RdlComponent(component.Type);
        foreach (var (name, property) in component.Own)
            copy.Own.Add(name, property);
        copy.Losses.AddRange(component.Losses);
        foreach (var instance in component.Instances)
            copy.Instances.Add(Copy(instance));
        return copy;
    }

    private RdlInstance Copy(RdlInstance instance)
    {
        var elements = instance.Elements?.Select(CopyInside).ToList();
        return new(instance.Syntax, elements?[0] ?? CopyInside(instance.Component))
        {
            Elements = elements,
            Dimensions = instance.Dimensions,
            Bits = instance.Bits,
            Address = instance.Address,
            Stride = instance.Stride,
            Alignment = instance.Alignment,
            IsExternal = instance.IsExternal,
            AliasOf = instance.AliasOf,
        };
    }
}
