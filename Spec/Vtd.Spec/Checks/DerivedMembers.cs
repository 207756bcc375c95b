using Vtd.Spec.Declarations;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Members that a generated type has for its fields beside one property each. Each lookup takes the same time, however many fields there are.</summary>
internal sealed class DerivedMembers
{
    private readonly HashSet<string> _properties = new(StringComparer.Ordinal);
    private readonly HashSet<string> _splitFields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wideFields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arrays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    public DerivedMembers(EquatableArray<FieldDeclaration> fields)
    {
        foreach (var field in fields)
        {
            var name = field.Name.Value;
            _properties.Add(RenamedMembers.PropertyOf(name));
            if (field.Bits is not { } bits)
                continue;
            if (field.Count is not null)
                _arrays.Add(name);
            if (field.WriteEnum is not null)
                _written.Add(name);
            if (IsSplit(bits))
                _splitFields.Add(name);
            if (FieldChecks.IsWide(bits))
                _wideFields.Add(name);
        }
    }

    /// <summary>Whether a field has a property of a name, or a write type one that clears or sets it.</summary>
    public bool HasProperty(string name) =>
        _properties.Contains(name)
        || WrittenFieldOf(name) is not null
        || (Without("Clear", name) is { } cleared && _properties.Contains(cleared))
        || (Without("Set", name) is { } set && _properties.Contains(set));

    /// <summary>The field that lies in several words and has a mask of a name in one of them.</summary>
    public string? SplitFieldOf(string mask)
    {
        var end = mask.LastIndexOf('_');
        if (end < 0)
            return null;
        var (field, word) = (mask.Substring(0, end), mask.Substring(end + 1));
        return ReservedNames.IsOfQword(word) && _splitFields.Contains(field) ? field : null;
    }

    /// <summary>The wide field that has a method of a name.</summary>
    public string? WideFieldOf(string method)
    {
        const string Word = "Word";
        if (!method.EndsWith(Word, StringComparison.Ordinal))
            return null;
        var reader = method.Substring(0, method.Length - Word.Length);
        if (_wideFields.Contains(reader))
            return reader;
        return Without("With", reader) is { } written && _wideFields.Contains(written) ? written : null;
    }

    /// <summary>The field array that has a method of a name.</summary>
    public string? ArrayOf(string method) =>
        (Without("Get", method) is { } read && _arrays.Contains(read) ? read : null) ?? (Without("With", method) is { } written && _arrays.Contains(written) ? written : null);

    /// <summary>The field with codes of its own for writes that has a property of a name for them.</summary>
    public string? WrittenFieldOf(string property) => Without("Written", property) is { } field && _written.Contains(field) ? field : null;

    private static string? Without(string prefix, string name) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name.Substring(prefix.Length) : null;

    private static bool IsSplit(BitsDeclaration bits)
    {
        var word = bits.Ranges[0].Value.Lsb / 64;
        foreach (var range in bits.Ranges)
        {
            if (range.Value.Lsb / 64 != word || range.Value.Msb / 64 != word)
                return true;
        }

        return false;
    }
}
