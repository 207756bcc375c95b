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
        if (word is not ("read-only" or "write-only" or "read-write" or "writeOnce" or "read-writeOnce"))
            throw field.Invalid($"'{word}' is not an access: read-only, write-only, read-write, writeOnce or read-writeOnce.");

        var isReadable = word is not ("write-only" or "writeOnce");
        var onRead = field.Property("readAction") switch
        {
            "clear" when isReadable => ReadEffect.Clears,
            "set" when isReadable => ReadEffect.Sets,
            _ => ReadEffect.None,
        };
        var onWrite = word == "read-only" ? WriteEffect.None : field.Property("modifiedWriteValues") switch
        {
            "oneToClear" => WriteEffect.OneClears,
            "oneToSet" => WriteEffect.OneSets,
            "oneToToggle" => WriteEffect.OneToggles,
            "zeroToClear" => WriteEffect.ZeroClears,
            "zeroToSet" => WriteEffect.ZeroSets,
            "zeroToToggle" => WriteEffect.ZeroToggles,
            "clear" => WriteEffect.AnyClears,
            "set" => WriteEffect.AnySets,
            _ => WriteEffect.Stores,
        };
        var isWriteOnce = word is "writeOnce" or "read-writeOnce";
        return Find(onRead, onWrite, isReadable, isWriteOnce) ?? Lose();

        // What reads do is the rarer effect, and what writes do the one that software relies on.
        Access Lose()
        {
            losses.Add(new("combination of effects", $"{word}, readAction {field.Property("readAction") ?? "none"}, modifiedWriteValues {field.Property("modifiedWriteValues") ?? "none"}"));
            return Find(ReadEffect.None, onWrite, isReadable, false) ?? Access.ReadWrite;
        }
    }

    /// <summary>Whether reads have an effect on the device beside the field.</summary>
    public static bool CallsOnRead(SvdNode field) =>
        field.Property("access") is not ("write-only" or "writeOnce") && field.Property("readAction") is "modify" or "modifyExternal";

    private static Access? Find(ReadEffect onRead, WriteEffect onWrite, bool isReadable, bool isWriteOnce) => Access.All.FirstOrDefault(access =>
        access.Reserved == ReservedKind.None && !access.IsSticky && access.OnRead == onRead && access.OnWrite == onWrite && access.IsReadable == isReadable && access.IsWriteOnce == isWriteOnce);
}
