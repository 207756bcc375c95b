namespace Vtd.Spec.Tools.Decode;

/// <summary>The entries of page tables by stage and level, as far as the spec declares them.</summary>
public sealed class PageTableEntries
{
    private static readonly string[] s_secondStage = ["ss-pte", "second-stage-pde", "second-stage-pdpe", "ss-pml4e", "ss-pml5e"];
    private static readonly string[] s_firstStage = ["fs-pte", "first-stage-pde", "first-stage-pdpe", "fs-pml4e", "fs-pml5e"];

    private readonly IReadOnlyList<DecodableItem> _levels;

    /// <exception cref="UndecodableException">The spec lacks one of them.</exception>
    public PageTableEntries(Catalog catalog, bool isFirstStage)
    {
        IsFirstStage = isFirstStage;
        _levels = [.. (isFirstStage ? s_firstStage : s_secondStage).Select(catalog.Find)];
    }

    /// <summary>The number of levels that tables can have.</summary>
    public static int MostLevels => s_secondStage.Length;

    /// <summary>The entries are those of the first stage.</summary>
    public bool IsFirstStage { get; }

    /// <summary>Decodes an entry of a level; 1 is the lowest. Null if tables have no such level.</summary>
    public Decoded? Decode(int level, ulong entry) => level >= 1 && level <= MostLevels ? _levels[level - 1].TryDecode([entry], new KnownRegisters()) : null;
}
