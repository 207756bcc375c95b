using System.Text.Json;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs;

/// <summary>Writes the index of the search box: a script, as pages opened from a disk may load nothing else.</summary>
internal static class SearchIndex
{
    public static string Of(DocContext context)
    {
        var items = new List<string[]>();
        var offsets = context.Spec.Registers.Where(register => register.Base is null).ToDictionary(register => register.Mnemonic, RegisterPlace.OffsetText);
        foreach (var subject in context.Map.Subjects)
        {
            var offset = subject.Kind == SubjectKind.Register ? offsets.GetValueOrDefault(subject.Name) : null;
            items.Add([subject.Kind.ToString().ToLowerInvariant(), subject.Name, Texts(offset, subject.Title, subject.Section), subject.File]);
        }

        foreach (var (subject, field) in context.Fields.Where(field => !field.Field.IsReserved))
        {
            var url = subject.File + "#" + Subject.FieldId(field.Name);
            items.Add(["field", $"{subject.Name}.{field.Name}", Texts(field.Meaning, null), url]);
        }

        foreach (var it in context.Spec.Enums)
        {
            var file = context.Map[SubjectKind.Enum, it.Name].File;
            foreach (var code in it.Codes)
                items.Add(["code", $"{it.Name}.{code.Name}", Texts(Numbers.Hex(code.Value), code.Mnemonic, code.Meaning), file + "#" + Subject.FieldId(code.Name)]);
        }

        return "window.searchIndex = [\n" + string.Join(",\n", items.Select(item => JsonSerializer.Serialize(item))) + "\n];\n";
    }

    private static string Texts(params string?[] texts) => string.Join(" · ", texts.Where(text => text is not null));
}
