namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Collects the specs of address maps, those inside of others included.</summary>
/// <param name="sources">The files, for messages.</param>
/// <param name="prefix">First word of the names.</param>
internal sealed class RdlSpecs(RdlSources sources, string prefix)
{
    private readonly List<(DescribedBlock Block, ImportedSpec Spec, List<DescribedInstance> Instances)> _specs = [];
    private readonly NumberedNames _names = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The specs, with the places of the address maps.</summary>
    public IReadOnlyList<ImportedSpec> All => [.. _specs.Select(static spec => SpecBuilder.WithInstances(spec.Spec, spec.Instances))];

    /// <summary>Adds an address map and those inside of it.</summary>
    /// <param name="map">The address map.</param>
    /// <param name="losses">Facts that are lost and about the whole file.</param>
    public void Add(RdlInnerMap map, IReadOnlyList<Loss> losses)
    {
        var component = map.Instance.Component;
        var registers = new RdlRegisters(sources, component);
        var wanted = prefix + ImportNames.Pascal(component.Type.Syntax.Name is { } name ? name.Value() : map.Instance.Name, 'M');
        var about = ImportTexts.Sentences(ImportTexts.Meaning(component.Text("name"), component.Text("desc")));
        var block = registers.Block(wanted, about);
        var place = new DescribedInstance(map.Path, map.Address);
        if (block.Registers.Count > 0 || registers.Maps.Count == 0)
            Add(block with { Losses = [.. losses, .. block.Losses] }, place);
        foreach (var inner in registers.Maps)
            Add(inner with { Path = map.Path + "." + inner.Path, Address = map.Address + inner.Address }, block.Registers.Count > 0 ? [] : losses);
    }

    private void Add(DescribedBlock block, DescribedInstance place)
    {
        var built = SpecBuilder.Build(block);
        if (_specs.Find(other => other.Block.Name == block.Name && (other.Spec with { Name = built.Name }) == built) is { Instances: { } instances })
            instances.Add(place);
        else
            _specs.Add((block, SpecBuilder.Build(block with { Name = _names.Take(block.Name, _taken.Add) }), [place]));
    }
}
