using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The attributes by which analyzers know what a type's members do not tell.</summary>
internal static class LayoutNotes
{
    private const int LineLength = 120;

    /// <summary>The attribute that lists the fields.</summary>
    /// <param name="name">The name of the register, the entry or the descriptor.</param>
    /// <param name="fields">The fields, from the highest bit down.</param>
    public static string Of(string name, EquatableArray<LinkedField> fields)
    {
        var lines = new List<string> { "" };
        foreach (var field in fields)
        {
            var last = lines.Count - 1;
            var text = Layout(field).ToString();
            if (lines[last].Length + text.Length > LineLength)
                lines.Add(text);
            else
                lines[last] += lines[last].Length == 0 ? text : FieldLayout.Separator + text;
        }

        var quoted = lines.Select((line, at) => CSharp.Quote(at < lines.Count - 1 ? line + FieldLayout.Separator : line));
        return $"[FieldLayout.{LayoutContract.Fields}({CSharp.Quote(name)}, {string.Join("\n    + ", quoted)})]";
    }

    private static FieldLayout Layout(LinkedField field) => new(
        field.Name,
        string.Join(",", field.Bits),
        field.Access.Word(),
        field.IsReserved ? null : field.Enum?.QualifiedName ?? (field.Scale > 1 ? "*" + CSharp.Decimal((long)field.Scale) : null));

    /// <summary>The attributes that state what every descriptor meets.</summary>
    public static ScriptArray Requirements(LinkedDescriptor it)
    {
        var notes = new ScriptArray();
        foreach (var field in it.Fields)
        {
            if (field.Legal.Count > 0)
                notes.Add(Require((field.When is null ? "" : $"not ({ExpressionProse.Of(field.When)}) or ") + Legal(field)));
        }

        foreach (var condition in it.Require)
            notes.Add(Require(ExpressionProse.Of(condition)));
        return notes;
    }

    private static string Require(string condition) => $"{LayoutContract.Require}({CSharp.Quote(condition)})";

    private static string Legal(LinkedField field) => string.Join(" or ", field.Legal.Select(range =>
        range.First == range.Last
            ? $"{field.Name} == {CSharp.Number(range.First)}"
            : $"{field.Name} >= {CSharp.Number(range.First)} and {field.Name} <= {CSharp.Number(range.Last)}"));
}
