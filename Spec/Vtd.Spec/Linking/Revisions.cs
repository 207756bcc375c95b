using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Makes conditions of revisions: <c>since: "2.1"</c> is <c>VER.MAJOR > 2 or VER.MAJOR == 2 and VER.MINOR >= 1</c>, in addition to what a declaration says itself.</summary>
internal static class Revisions
{
    /// <summary>The fields that tell the revision; null if no file says, empty if one of them cannot be used.</summary>
    public static EquatableArray<RevisionField>? FieldsOf(IReadOnlyCollection<SpecFile> files)
    {
        if (files.FirstOrDefault(static file => file.Revision.Count > 0) is not { Revision: var texts })
            return null;
        var fields = texts.Select(text => text.Root is FieldExpression { Spec: null } name ? FieldOf(files, name) : null).OfType<RevisionField>().ToEquatableArray();
        return fields.Count == texts.Count ? fields : default(EquatableArray<RevisionField>);
    }

    private static RevisionField? FieldOf(IEnumerable<SpecFile> files, FieldExpression name)
    {
        var register = files.SelectMany(static file => file.Registers).FirstOrDefault(register => register.Name.Value == name.Register);
        return register is { Reset.Source: ResetSource.Given, IsArray: false } && register.Fields.FirstOrDefault(field => field.Name.Value == name.Field) is { Bits.Width: <= 64 and var width }
            ? new RevisionField(name.Register!, name.Field, FieldChecks.Largest(width))
            : null;
    }

    /// <summary>The file with the conditions of revisions among those of registers and fields.</summary>
    /// <param name="file">Composed.</param>
    /// <param name="fieldsOf">The fields that tell the revision, for what is written at a place.</param>
    public static SpecFile Applied(SpecFile file, Func<SourceSpan, EquatableArray<RevisionField>> fieldsOf)
    {
        return ItemsOf(file).All(static item => item is { Since: null, Until: null }) ? file : file with
        {
            Registers = file.Registers.Select(register => register with { When = With(register.When, register), Fields = FieldsWith(register.Fields) }).ToEquatableArray(),
            Descriptors = file.Descriptors.Select(descriptor => descriptor with { Fields = FieldsWith(descriptor.Fields) }).ToEquatableArray(),
            Entries = file.Entries.Select(entry => entry with { Fields = FieldsWith(entry.Fields) }).ToEquatableArray(),
        };

        EquatableArray<FieldDeclaration> FieldsWith(EquatableArray<FieldDeclaration> fields) =>
            fields.Select(field => field with { When = With(field.When, field) }).ToEquatableArray();

        ExpressionText? With(ExpressionText? when, Declaration item)
        {
            if ((item.Since ?? item.Until) is not { Span: var span } || ConditionOf(item, fieldsOf(span)) is not { } condition)
                return when;
            return when is null ? new ExpressionText(condition, span, IsVerbatim: false) : when with { Root = ExpressionParts.All([when.Root, condition])! };
        }
    }

    /// <summary>The declarations of a file that can belong to some revisions only.</summary>
    public static IEnumerable<Declaration> ItemsOf(SpecFile file) => file.Registers.SelectMany(static register => register.Fields.Cast<Declaration>().Prepend(register))
        .Concat(file.Descriptors.SelectMany(static descriptor => descriptor.Fields))
        .Concat(file.Entries.SelectMany(static entry => entry.Fields))
        .Concat(file.Enums.SelectMany(static item => item.Codes));

    /// <summary>The condition under which a device is of a revision that has a declaration; null if all are, or if the revisions cannot be compared.</summary>
    public static Expression? ConditionOf(Declaration item, EquatableArray<RevisionField> fields) => fields.Count == 0 ? null : ExpressionParts.All(
    [
        item.Since is { } since && IsPossible(since, fields) ? Since(since.Parts, fields, 0) : null,
        item.Until is { } until && IsPossible(until, fields) ? Until(until.Parts, fields, 0) : null,
    ]);

    /// <summary>Whether the fields can hold the numbers of a revision.</summary>
    public static bool IsPossible(Revision revision, EquatableArray<RevisionField> fields) =>
        revision.Parts.Count <= fields.Count && revision.Parts.Zip(fields, static (part, field) => part <= field.Most).All(static fits => fits);

    private static Expression? Since(EquatableArray<ulong> parts, EquatableArray<RevisionField> fields, int at)
    {
        var rest = at + 1 < parts.Count ? Since(parts, fields, at + 1) : null;
        if (rest is null)
            return parts[at] == 0 ? null : Compare(fields[at], BinaryOperator.GreaterOrEqual, parts[at]);
        return Or(parts[at] == fields[at].Most ? null : Compare(fields[at], BinaryOperator.Greater, parts[at]), Compare(fields[at], BinaryOperator.Equal, parts[at]), rest);
    }

    private static Expression? Until(EquatableArray<ulong> parts, EquatableArray<RevisionField> fields, int at)
    {
        var rest = at + 1 < parts.Count ? Until(parts, fields, at + 1) : null;
        if (rest is null)
            return parts[at] == fields[at].Most ? null : Compare(fields[at], BinaryOperator.Less, parts[at] + 1);
        return Or(parts[at] == 0 ? null : Compare(fields[at], BinaryOperator.Less, parts[at]), Compare(fields[at], BinaryOperator.Equal, parts[at]), rest);
    }

    private static Expression Or(Expression? other, Expression same, Expression rest)
    {
        var both = ExpressionParts.All([same, rest])!;
        return other is null ? both : new BinaryExpression(BinaryOperator.Or, other, both, 0, 0);
    }

    private static BinaryExpression Compare(RevisionField field, BinaryOperator operation, ulong number) =>
        new(operation, new FieldExpression(field.Register, field.Field, 0, 0), new NumberExpression(number, 0, 0), 0, 0);
}
