using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>A context entry of either mode.</summary>
internal readonly record struct Context
{
    /// <summary>A legacy-mode entry.</summary>
    public Context(in LegacyContextEntry entry) => Legacy = entry;

    /// <summary>A scalable-mode entry.</summary>
    public Context(in ScalableContextEntry entry)
    {
        Scalable = entry;
        IsScalable = true;
    }

    /// <summary>Whether the entry is one of scalable mode.</summary>
    public bool IsScalable { get; }

    /// <summary>The entry, in legacy mode.</summary>
    public readonly LegacyContextEntry Legacy;

    /// <summary>The entry, in scalable mode.</summary>
    public readonly ScalableContextEntry Scalable;
}
