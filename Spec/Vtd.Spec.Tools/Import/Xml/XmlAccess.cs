using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.Xml;

/// <summary>Access words that SVD and IP-XACT have in common.</summary>
internal static class XmlAccess
{
    /// <summary>The access of a field.</summary>
    /// <param name="field">A field, or a register without fields.</param>
    /// <param name="modifiedWrite">Element with the effect of writes, which the two spell differently.</param>
    /// <param name="losses">Takes the effects that the language cannot express.</param>
    public static Access Of(XmlNode field, string modifiedWrite, List<Loss> losses)
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
        var onWrite = word == "read-only" ? WriteEffect.None : field.Property(modifiedWrite) switch
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
        return new AccessEffects(isReadable, onRead, onWrite) { IsWriteOnce = word is "writeOnce" or "read-writeOnce" }
            .ToAccess($"{word}, readAction {field.Property("readAction") ?? "none"}, {modifiedWrite} {field.Property(modifiedWrite) ?? "none"}", losses);
    }

    /// <summary>Whether reads have an effect on the device beside the field.</summary>
    public static bool CallsOnRead(XmlNode field) =>
        field.Property("access") is not ("write-only" or "writeOnce") && field.Property("readAction") is "modify" or "modifyExternal";
}
