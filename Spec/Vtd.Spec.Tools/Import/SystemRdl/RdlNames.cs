namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Names that registers have in a spec, by which locks find them.</summary>
internal sealed class RdlNames
{
    // Elements of an array are one component with several names.
    private readonly Dictionary<RdlComponent, string?> _names = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds a register.</summary>
    public void Add(RdlComponent register, string name) => _names[register] = _names.ContainsKey(register) ? null : name;

    /// <summary>The register and field that a path leads to; null if it leads to none of the spec.</summary>
    /// <param name="from">The component that the path starts in.</param>
    /// <param name="path">The path.</param>
    public (string Register, string Field)? Find(RdlComponent from, RdlPath path)
    {
        foreach (var step in path.Steps.SkipLast(1))
        {
            if (step.Indexes.Count > 0 || !from.Instances.TryGetValue(step.Name.Value(), out var instance) || instance.Count != 1)
                return null;
            from = instance.Component;
        }

        var field = path.Steps[^1].Name.Value();
        return _names.GetValueOrDefault(from) is { } name && from.Instances.Contains(field) ? (name, field) : null;
    }
}
