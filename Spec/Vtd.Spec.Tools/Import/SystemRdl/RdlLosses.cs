namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Properties that the language has nothing for.</summary>
internal static class RdlLosses
{
    // A default for registers is none for their fields.
    private static readonly string[] s_notOfFields =
    [
        "regwidth", "accesswidth", "shared", "errextbus", "alignment", "addressing", "memwidth", "mementries",
        "sharedextbus", "msb0", "lsb0", "bigendian", "littleendian", "rsvdset", "rsvdsetX",
    ];

    /// <summary>The losses of a component: its properties that are not read.</summary>
    /// <param name="component">The component.</param>
    /// <param name="read">The properties that are read.</param>
    /// <param name="isField">Whether it is a field, which most defaults are for.</param>
    public static List<Loss> Of(RdlComponent component, string[] read, bool isField)
    {
        var properties = isField
            ? component.Own.Concat(component.Defaults.Where(property => !component.Own.ContainsKey(property.Key) && !s_notOfFields.Contains(property.Key)))
            : component.Own;
        return
        [
            .. component.Losses,
            .. properties.Where(property => !read.Contains(property.Key)).OrderBy(static property => property.Key, StringComparer.Ordinal)
                .Select(static property => new Loss($"SystemRDL's {property.Key}", ImportTexts.OneLine(property.Value.Value.ToString()!) ?? "empty")),
        ];
    }
}
