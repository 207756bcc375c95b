using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Linting;

/// <summary>VTD1004 and VTD1005: fields and codes without a meaning have no documentation.</summary>
internal static class MeaningsRule
{
    public static void Check(LintScope scope)
    {
        foreach (var field in scope.Fields)
        {
            // An enum explains its field.
            if (field is { Meaning: null, Enum: null })
                scope.Findings.Report(LintRules.FieldMeaning, field.Name.Span, $"{field.Name.Value} has no meaning. Add 'meaning:'.");
        }

        foreach (var item in scope.Enums)
        {
            // Codes such as Little and Big need no words; if most of an enum have some, the others are forgotten.
            if (!LintScope.AreMost(item.Codes, static code => code.Meaning is not null))
                continue;
            foreach (var code in item.Codes)
            {
                if (code.Meaning is null)
                    scope.Findings.Report(LintRules.CodeMeaning, code.Name.Span, $"{code.Name.Value} has no meaning, unlike most codes of {item.Name.Value}. Add 'meaning:'.");
            }
        }
    }
}
