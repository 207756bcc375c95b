using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Access words of SVD files.</summary>
internal static class SvdAccess
{
    /// <summary>The access of a field.</summary>
    /// <param name="field">A field, or a register without fields.</param>
    /// <param name="losses">Takes the effects that the language cannot express.</param>
    public static Access Of(SvdNode field, List<Loss> losses)
    {
        var word = field.Property("access") ?? "read-write";
        var access = word switch
        {
            "read-only" => Access.ReadOnly,
            "write-only" or "writeOnce" => Access.WriteOnly,
            "read-write" or "read-writeOnce" => Access.ReadWrite,
            _ => throw field.Invalid($"'{word}' is not an access: read-only, write-only, read-write, writeOnce or read-writeOnce."),
        };
        if (word is "writeOnce" or "read-writeOnce")
            losses.Add(new("write once", $"access {word}: only the first write has an effect"));
        if (field.Property("readAction") is { } readAction)
            losses.Add(new("effect of a read", $"readAction {readAction}"));
        return field.Property("modifiedWriteValues") switch
        {
            null or "modify" => access,
            "oneToClear" => Access.WriteOneToClear,
            "oneToSet" => Access.WriteOneToSet,
            var effect => Lose(access, effect, losses),
        };
    }

    private static Access Lose(Access access, string effect, List<Loss> losses)
    {
        losses.Add(new("effect of a write", $"modifiedWriteValues {effect}"));
        return access;
    }
}
