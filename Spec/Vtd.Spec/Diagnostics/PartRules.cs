namespace Vtd.Spec.Diagnostics;

/// <summary>Declarations made of parts, by templates and overlays: VTD08xx.</summary>
internal static class PartRules
{
    public static readonly Rule UnknownTemplate = new("VTD0801", "Unknown template");
    public static readonly Rule Circle = new("VTD0802", "Template that is like itself");
    public static readonly Rule TooMuch = new("VTD0803", "Too much taken from templates");
    public static readonly Rule NothingToRemoveFrom = new("VTD0804", "Remove where nothing is taken from elsewhere");
    public static readonly Rule RemovedAndMore = new("VTD0805", "Removed and declared");
    public static readonly Rule NothingThere = new("VTD0806", "Nothing there to change");
    public static readonly Rule Contradiction = new("VTD0807", "Overlays that contradict each other");
    public static readonly Rule NothingBelow = new("VTD0808", "Overlay without other files");
    public static readonly Rule NotInOverlay = new("VTD0809", "Invalid in an overlay");

    public static readonly Rule[] All =
        [UnknownTemplate, Circle, TooMuch, NothingToRemoveFrom, RemovedAndMore, NothingThere, Contradiction, NothingBelow, NotInOverlay];
}
