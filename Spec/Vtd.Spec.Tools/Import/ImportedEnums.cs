using System.Globalization;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>Collects the enums of one spec. Fields with the same codes share an enum.</summary>
/// <param name="types">Gives the enums their names.</param>
internal sealed class ImportedEnums(ImportedTypes types)
{
    private readonly Dictionary<(int Width, EquatableArray<ImportedCode> Codes), ImportedEnum> _byCodes = [];

    /// <summary>The enums, in the order of the fields.</summary>
    public List<ImportedEnum> All { get; } = [];

    /// <summary>The enum of a field; null if the field has none.</summary>
    /// <param name="codes">The codes that the source gives.</param>
    /// <param name="name">Name of the field with that of its register, for an enum without a name.</param>
    /// <param name="width">Width of the field in bits.</param>
    /// <param name="losses">Takes what the language cannot express.</param>
    public string? Of(DescribedEnum? codes, string name, int width, List<Loss> losses)
    {
        if (codes is null || Codes(codes, width, losses) is not { Count: > 0 } some)
            return null;

        var key = (width, some.ToEquatableArray());
        if (!_byCodes.TryGetValue(key, out var item))
        {
            item = new(types.OfEnum(codes.Name ?? name), width, key.Item2);
            _byCodes.Add(key, item);
            All.Add(item);
        }

        return item.Name;
    }

    private static List<ImportedCode> Codes(DescribedEnum described, int width, List<Loss> losses)
    {
        var codes = new List<ImportedCode>();
        var names = new NumberedNames();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var byValue = new Dictionary<ulong, string>();
        foreach (var (name, value, meaning) in described.Codes)
        {
            if (width < 64 && value >> width != 0)
                losses.Add(new("code that its field cannot hold", $"{name} {value.ToString(CultureInfo.InvariantCulture)}"));
            else if (byValue.TryGetValue(value, out var other))
                losses.Add(new("second name of a code", $"{name}, as {other}"));
            else
                codes.Add(new(byValue[value] = names.Take(ImportNames.Pascal(name, 'V'), taken.Add), value, meaning));
        }

        codes.Sort(static (left, right) => left.Value.CompareTo(right.Value));
        return codes;
    }
}
