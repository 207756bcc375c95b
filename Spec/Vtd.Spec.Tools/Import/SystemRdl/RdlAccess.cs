using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>The access of fields.</summary>
/// <param name="sources">The files, for messages.</param>
internal sealed class RdlAccess(RdlSources sources)
{
    /// <summary>The access of a field or a memory; null if software has none.</summary>
    /// <param name="component">The field or memory.</param>
    /// <param name="losses">Takes the effects that the language cannot express.</param>
    public Access? Of(RdlComponent component, List<Loss> losses)
    {
        var word = component.Word("sw") ?? "rw";
        if (word is not ("r" or "w" or "rw" or "wr" or "rw1" or "w1" or "na"))
            throw sources.Invalid(component.Find("sw")!.Place, $"'{word}' is no access of software: r, w, rw, rw1, w1 and na are.");
        if (word == "na")
            return null;
        if (component.Is("singlepulse") && word is not "r")
            return Access.OneShot;

        var isReadable = word is not ("w" or "w1");
        var onRead = isReadable ? OnRead(component) : ReadEffect.None;
        var onWrite = word == "r" ? WriteEffect.None : OnWrite(component);
        return new AccessEffects(isReadable, onRead, onWrite) { IsWriteOnce = word is "rw1" or "w1" }
            .ToAccess($"sw={word}, onread={EffectOf(component, "onread", "rclr", "rset") ?? "none"}, onwrite={EffectOf(component, "onwrite", "woclr", "woset") ?? "none"}", losses);
    }

    /// <summary>Whether reads have an effect on the device beside the field.</summary>
    public static bool CallsOnRead(RdlComponent field) => EffectOf(field, "onread", "rclr", "rset") == "ruser" || field.Is("swacc");

    /// <summary>Whether writes have an effect on the device beside the field.</summary>
    public static bool CallsOnWrite(RdlComponent field) => EffectOf(field, "onwrite", "woclr", "woset") == "wuser" || field.Is("swacc") || field.Is("swmod") || field.Is("singlepulse");

    private ReadEffect OnRead(RdlComponent component) => EffectOf(component, "onread", "rclr", "rset") switch
    {
        "rclr" => ReadEffect.Clears,
        "rset" => ReadEffect.Sets,
        null or "ruser" => ReadEffect.None,
        var other => throw sources.Invalid(component.Find("onread")!.Place, $"'{other}' is no effect of reads: rclr, rset and ruser are."),
    };

    private WriteEffect OnWrite(RdlComponent component) => EffectOf(component, "onwrite", "woclr", "woset") switch
    {
        "woclr" => WriteEffect.OneClears,
        "woset" => WriteEffect.OneSets,
        "wot" => WriteEffect.OneToggles,
        "wzc" => WriteEffect.ZeroClears,
        "wzs" => WriteEffect.ZeroSets,
        "wzt" => WriteEffect.ZeroToggles,
        "wclr" => WriteEffect.AnyClears,
        "wset" => WriteEffect.AnySets,
        null or "wuser" => WriteEffect.Stores,
        var other => throw sources.Invalid(component.Find("onwrite")!.Place, $"'{other}' is no effect of writes: woset, woclr, wot, wzs, wzc, wzt, wclr, wset and wuser are."),
    };

    // A property with a word, or one of its own for a word.
    private static string? EffectOf(RdlComponent component, string property, string first, string second)
    {
        if (component.Find(property, first, second) is not { } found)
            return null;
        var name = found.Place.Value();
        return name == property ? (found.Value as RdlReference)?.Word ?? found.Value.ToString() : found.Value is RdlNumber { Value.IsZero: false } ? name : null;
    }
}
