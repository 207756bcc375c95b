using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>One use of a register field or an enum.</summary>
/// <param name="Field">The field that uses it; null if the whole thing does.</param>
/// <param name="Purpose">What for, for instance <c>exists when</c>.</param>
internal sealed record Reference(Subject By, string? Field, string Purpose)
{
    public Html Link => Field is null ? By.Link : By.LinkTo(Field);
}

/// <summary>The references between the declarations of a spec.</summary>
internal sealed class References
{
    private readonly Dictionary<(string Register, string Field), List<Reference>> _fields = [];
    private readonly Dictionary<string, List<Reference>> _enums = [];

    public References(LinkedSpec spec, SiteMap map)
    {
        foreach (var register in spec.Registers)
        {
            var subject = map[SubjectKind.Register, register.Mnemonic];
            Add(register.When, new Reference(subject, null, "existence"));
            Add(register.Base, new Reference(subject, null, "place"));
            Add(register.Count, new Reference(subject, null, "number"));
            Add(register.Stride, new Reference(subject, null, "distance"));
            Add(register.Fields, subject);
        }

        foreach (var descriptor in spec.Descriptors)
        {
            var subject = map[SubjectKind.Descriptor, descriptor.Name];
            foreach (var condition in descriptor.Require)
                Add(condition, new Reference(subject, null, "requirement"));
            Add(descriptor.Fields, subject);
        }

        foreach (var entry in spec.Entries)
        {
            var subject = map[SubjectKind.Entry, entry.Name];
            Add(entry.VariantWhen, new Reference(subject, null, "variant"));
            Add(entry.Fields, subject);
        }
    }

    public IReadOnlyList<Reference> OfField(string register, string field) => _fields.GetValueOrDefault((register, field)) ?? [];

    public IReadOnlyList<Reference> OfEnum(string name) => _enums.GetValueOrDefault(name) ?? [];

    private void Add(IEnumerable<LinkedField> fields, Subject subject)
    {
        foreach (var field in fields)
        {
            if (field.Enum is { } of)
                Add(_enums, of.Name, new Reference(subject, field.Name, "values"));
            Add(field.When, new Reference(subject, field.Name, "existence"));
        }
    }

    private void Add(Expression? expression, Reference reference)
    {
        switch (expression)
        {
            case FieldExpression { Register: { } register } field:
                Add(_fields, (register, field.Field), reference);
                break;
            case CodeExpression { Enum: { } name }:
                Add(_enums, name, reference);
                break;
            case NotExpression not:
                Add(not.Operand, reference);
                break;
            case BitExpression bit:
                Add(bit.Operand, reference);
                break;
            case BinaryExpression binary:
                Add(binary.Left, reference);
                Add(binary.Right, reference);
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
