using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>Turns the locks of described fields into conditions over imported ones.</summary>
/// <param name="registers">All registers of the spec, beside what they were made of.</param>
internal sealed class ImportedLocks(IReadOnlyList<(DescribedRegister Described, ImportedRegister Imported)> registers)
{
    private readonly ILookup<string, (DescribedRegister Described, ImportedRegister Imported)> _byName =
        registers.ToLookup(static register => register.Described.Name, StringComparer.Ordinal);

    /// <summary>The registers with their conditions.</summary>
    public IEnumerable<ImportedRegister> Apply() => registers.Select(pair => pair.Described.Fields.Any(static field => field.Lock is not null)
        ? pair.Imported with { Layout = pair.Imported.Layout with { Fields = pair.Imported.Layout.Fields.Select(field => Locked(field, pair.Described)).ToEquatableArray() } }
        : pair.Imported);

    private ImportedField Locked(ImportedField field, DescribedRegister register)
    {
        if (!field.Access.IsWritable() || register.Fields.FirstOrDefault(described => described.Bits == field.Bits)?.Lock is not { } found)
            return field;
        return Condition(found) is { } condition
            ? field with { Locked = condition }
            : field with
            {
                Losses = field.Losses.Append(new("lock that is no single bit of a register of its own", $"{found.Register}{(found.Field is null ? "" : "." + found.Field)}")).ToEquatableArray(),
            };
    }

    private string? Condition(DescribedLock found)
    {
        foreach (var (described, imported) in _byName[found.Register].Where(static register => register.Imported.Dimensions.Count == 0))
        {
            var fields = described.Fields.Where(field => found.Field is null ? described.Fields.Count == 1 : field.Name == found.Field);
            foreach (var bits in fields.Select(static field => field.Bits).Where(static bits => bits.Width == 1))
            {
                if (imported.Layout.Fields.FirstOrDefault(field => field.Bits == bits) is { } field)
                    return $"{(found.WhenSet ? "" : "not ")}{imported.Name}.{field.Name}";
            }
        }

        return null;
    }
}
