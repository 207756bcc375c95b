using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>One use of a register field or an enum.</summary>
/// <param name="Field">The field that uses it; null if the whole thing does.</param>
/// <param name="Purpose">The purpose, for instance <c>exists when</c>.</param>
internal sealed record Reference(Subject By, string? Field, string Purpose)
{
    public Html Link => Field is null ? By.Link : By.LinkTo(Field);
}

/// <summary>The references between the declarations of a spec.</summary>
internal sealed class References
{
    private readonly Dictionary<(string Register, string Field), List<Reference>> _fields = [];
    private readonly Dictionary<string, List<Reference>> _enums = [];

    public References(LinkedSpec spec, SiteMaps maps)
    {
        Add(spec, maps.Own, static reference => reference is null);
        foreach (var (other, map) in maps.Others.Values)
            Add(other, map, reference => reference?.Name == spec.Header.Name);
    }

    public IReadOnlyList<Reference> OfField(string register, string field) => _fields.GetValueOrDefault((register, field)) ?? [];

    public IReadOnlyList<Reference> OfEnum(string name) => _enums.GetValueOrDefault(name) ?? [];

    /// <summary>Adds what a spec refers to.</summary>
    private void Add(LinkedSpec spec, SiteMap map, Func<SpecReference?, bool> isMeant)
    {
        foreach (var register in spec.Registers)
        {
            var subject = map[SubjectKind.Register, register.Mnemonic];
            Add(register.Condition, new Reference(subject, null, "existence"), isMeant);
            Add(register.Base, new Reference(subject, null, "place"), isMeant);
            foreach (var dimension in register.Dimensions)
            {
                Add(dimension.Count, new Reference(subject, null, "number"), isMeant);
                Add(dimension.Stride, new Reference(subject, null, "distance"), isMeant);
            }

            Add(register.Fields, subject, isMeant);
        }

        foreach (var descriptor in spec.Descriptors)
        {
            var subject = map[SubjectKind.Descriptor, descriptor.Name];
            foreach (var condition in descriptor.Require)
                Add(condition, new Reference(subject, null, "requirement"), isMeant);
            Add(descriptor.Fields, subject, isMeant);
        }

        foreach (var item in spec.Enums)
        {
            foreach (var code in item.Codes)
                Add(code.When, new Reference(map[SubjectKind.Enum, item.Name], code.Name, "codes"), isMeant);
        }

        foreach (var entry in spec.Entries)
        {
            var subject = map[SubjectKind.Entry, entry.Name];
            Add(entry.VariantWhen, new Reference(subject, null, "variant"), isMeant);
            foreach (var condition in entry.Require)
                Add(condition, new Reference(subject, null, "requirement"), isMeant);
            Add(entry.Fields, subject, isMeant);
        }
    }

    private void Add(IEnumerable<LinkedField> fields, Subject subject, Func<SpecReference?, bool> isMeant)
    {
        foreach (var field in fields)
        {
            foreach (var of in field.Enums.Where(of => isMeant(of.Spec)))
                Add(_enums, of.Name, new Reference(subject, field.Name, "values"));
            Add(field.When, new Reference(subject, field.Name, "existence"), isMeant);
            Add(field.Locked, new Reference(subject, field.Name, "lock"), isMeant);
            Add(field.ComputedReset, new Reference(subject, field.Name, "value after reset"), isMeant);
        }
    }

    private void Add(Expression? expression, Reference reference, Func<SpecReference?, bool> isMeant)
    {
        switch (expression)
        {
            case FieldExpression { Register: { } register } field when isMeant(field.Spec):
                Add(_fields, (register, field.Field), reference);
                break;
            case CodeExpression { Enum: { } name } code when isMeant(code.Spec):
                Add(_enums, name, reference);
                break;
            case NotExpression not:
                Add(not.Operand, reference, isMeant);
                break;
            case BitExpression bit:
                Add(bit.Operand, reference, isMeant);
                break;
            case BinaryExpression binary:
                Add(binary.Left, reference, isMeant);
                Add(binary.Right, reference, isMeant);
                break;
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<Reference>> references, TKey key, Reference reference)
        where TKey : notnull
    {
        if (!references.TryGetValue(key, out var list))
            references[key] = list = [];
        if (!list.Contains(reference))
            list.Add(reference);
    }
}
