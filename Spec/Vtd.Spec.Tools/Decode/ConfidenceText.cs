using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Describes the parts of a decoded value of which the spec is not sure.</summary>
public static class ConfidenceText
{
    /// <summary>The reliability of a declaration, in the words of the language.</summary>
    public static string Word(Confidence confidence) => confidence.ToString().ToLowerInvariant();

    /// <summary>The doubts and notes that bear on a value: those of the thing, of fields that are not 0 and of the codes in them.</summary>
    public static IEnumerable<string> On(Decoded decoded)
    {
        var layout = decoded.Layout;
        return Of(layout.Name, layout.Confidence, layout.Note).Concat(decoded.Fields.Where(static field => !field.Raw.IsZero).SelectMany(static field =>
            Of(field.Field.Name, field.Field.Confidence, field.Field.Note).Concat(field.Codes.SelectMany(static code => Of(code.Name, code.Confidence, code.Note)))));
    }

    private static IEnumerable<string> Of(string name, Confidence confidence, string? note)
    {
        var doubt = confidence switch
        {
            Confidence.Unverified => "unverified",
            Confidence.Unknown => "not established",
            _ => null,
        };
        if (doubt is not null || note is not null)
            yield return $"{name}: {string.Join("; ", new[] { doubt, note }.OfType<string>())}";
    }
}
