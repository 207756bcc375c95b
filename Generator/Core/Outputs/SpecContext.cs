using Vtd.Codegen.Inputs;
using Vtd.Spec;
using Vtd.Spec.Checks;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Outputs;

/// <summary>The rest of a spec as far as its generated files need it: small, and equal after most edits.</summary>
/// <param name="Target">Where its files go.</param>
/// <param name="Shapes">The fields of its registers, and those of imported specs that its conditions and computed numbers name.</param>
/// <param name="CaseTwins">Names of types that differ from an earlier one only in case: Roslyn takes names of files that do for one.</param>
public sealed record SpecContext(Target Target, EquatableArray<FieldShape> Shapes, EquatableArray<string> CaseTwins)
{
    /// <summary>The imported specs whose capabilities its own ones hold.</summary>
    public EquatableArray<SpecReference> Capabilities { get; init; }

    /// <summary>Gathers the contexts of all specs.</summary>
    public static Batch<SpecContext> Gather(Batch<LinkedFile> files, CancellationToken cancel)
    {
        var specs = new List<SpecContext>();
        var prefixes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NamespaceChoice.CommonName };
        var groups = Group(files).ToList();
        var registersOf = groups.ToDictionary(
            static group => group[0].Units!.Header.Name,
            static group => group.SelectMany(static file => file.Units!.Registers).ToArray(),
            StringComparer.Ordinal);
        foreach (var group in groups)
        {
            cancel.ThrowIfCancellationRequested();
            var registers = registersOf[group[0].Units!.Header.Name];
            var imported = ImportedShapes(group.SelectMany(ExpressionsOf), registersOf);
            var ofVariants = ImportedShapes(group.SelectMany(static file => file.Units!.Entries).Select(static entry => entry.VariantWhen), registersOf);
            var header = group[0].Units!.Header;
            var prefix = header.Name;
            while (!prefixes.Add(prefix))
                prefix += "_";

            specs.Add(new(
                new(
                    header.Namespace!,
                    group[0].Options.Namespace.Common,
                    header.Name,
                    header.IsPublic == true,
                    registers.Any(static register => register.Reset == ResetSource.Given) || imported.Count > 0,
                    prefix + ".",
                    group[0].Path),
                registers
                    .OrderBy(static register => register.Mnemonic, StringComparer.Ordinal)
                    .SelectMany(static register => register.Fields.Where(static field => !field.IsReserved).Select(field => FieldShape.Of(register, field)))
                    .Concat(imported.Union(ofVariants))
                    .ToEquatableArray(),
                CaseTwinsOf(group))
            {
                Capabilities = imported.Select(static shape => shape.Spec!).Distinct().OrderBy(static spec => spec.Name, StringComparer.Ordinal).ToEquatableArray(),
            });
        }

        return new(specs.ToEquatableArray());
    }

    /// <summary>The files of each spec, in order of path.</summary>
    public static IEnumerable<LinkedFile[]> Group(Batch<LinkedFile> files) => files.Items
        .Where(static file => file.Units is not null)
        .OrderBy(static file => file.Path, StringComparer.Ordinal)
        .GroupBy(static file => file.Units!.Header.Name, StringComparer.Ordinal)
        .OrderBy(static spec => spec.Key, StringComparer.Ordinal)
        .Select(static spec => spec.ToArray());

    /// <summary>The spec that a file belongs to.</summary>
    public static SpecContext Of(LinkedFile file, Batch<SpecContext> specs) => specs.Items.First(spec => spec.Target.Spec == file.Units!.Header.Name);

    /// <summary>Makes the names of generated files differ in more than case.</summary>
    public GeneratedFile Distinct(GeneratedFile output)
    {
        var twins = CaseTwins.Where(twin => string.Equals(twin, output.TypeName, StringComparison.OrdinalIgnoreCase)).ToList();
        var index = twins.IndexOf(output.TypeName);
        return index < 0 ? output : output with { Suffix = new string('_', index + 1) };
    }

    /// <summary>The expressions that are evaluated on capabilities. Those of variants take registers as parameters.</summary>
    private static IEnumerable<Expression?> ExpressionsOf(LinkedFile file) =>
        file.Units!.Registers.SelectMany(static register => register.Fields.SelectMany(static field => new[] { field.Gate, field.ComputedReset }).Concat(register.Place).Append(register.When))
            .Concat(file.Units.Descriptors.SelectMany(static descriptor => GatesOf(descriptor.Fields).Concat(descriptor.Require)))
            .Concat(file.Units.Entries.SelectMany(static entry => GatesOf(entry.Fields).Concat(entry.Require)));

    private static IEnumerable<Expression?> GatesOf(EquatableArray<LinkedField> fields) => fields.Select(static field => field.When);

    private static List<FieldShape> ImportedShapes(IEnumerable<Expression?> expressions, Dictionary<string, LinkedRegister[]> registersOf)
    {
        var shapes = new List<FieldShape>();
        foreach (var name in expressions.SelectMany(ExpressionParts.FieldsOf).Where(static field => field.Spec is not null))
        {
            if (registersOf.TryGetValue(name.Spec!.Name, out var registers)
                && Array.Find(registers, register => register.Mnemonic == name.Register) is { } register
                && register.Fields.FirstOrDefault(field => field.Name == name.Field) is { } field)
                shapes.Add(FieldShape.Of(name, register, field));
        }

        return [.. shapes.Distinct()];
    }

    private static EquatableArray<string> CaseTwinsOf(LinkedFile[] files)
    {
        var spec = files[0].Units!.Header.Name;
        var names = files
            .SelectMany(file => file.Units!.Enums.Select(static item => item.Name)
                .Concat(file.Units.Blocks.SelectMany(block => TypesOf(spec, block)))
                .Concat(file.Units.Registers.Select(static register => register.TypeName))
                .Concat(file.Units.Entries.Select(static entry => entry.TypeName))
                .Concat(file.Units.Descriptors.Select(static descriptor => descriptor.TypeName))
                .Concat(file.Units.Queues.Select(static queue => GeneratedQueue.TypeNameOf(queue.Name)))
                .Concat(file.Units.Entries.Select(static entry => entry.VariantOf).OfType<string>().Select(GeneratedVariants.TypeNameOf)))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal);
        var seen = new HashSet<string>(ReservedNames.TypesOf(spec), StringComparer.OrdinalIgnoreCase);
        return names.Where(name => !seen.Add(name)).ToEquatableArray();
    }

    private static IEnumerable<string> TypesOf(string spec, LinkedBlock block) =>
        (block.Name.Length > 0 ? ReservedNames.TypesOfBlock(spec + block.TypeName) : []).Append(ReservedNames.InstancesOf(spec + block.TypeName));

    /// <summary>The shapes of the register fields that the expressions name; null if one of them was not fit to generate.</summary>
    public EquatableArray<FieldShape>? ShapesOf(IEnumerable<Expression?> expressions)
    {
        var named = new HashSet<(string, string)>();
        foreach (var expression in expressions)
        {
            foreach (var field in ExpressionParts.FieldsOf(expression))
            {
                if (FieldShape.RegisterOf(field) is { } register)
                    named.Add((register, field.Field));
            }
        }

        if (named.Count == 0)
            return default(EquatableArray<FieldShape>);

        var found = new List<FieldShape>();
        foreach (var shape in Shapes)
        {
            if (named.Contains((shape.Register!, shape.Field)))
                found.Add(shape);
        }

        return found.Count == named.Count ? found.ToEquatableArray() : null;
    }
}
