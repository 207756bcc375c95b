using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import;

/// <summary>The access of a field, as its effects.</summary>
/// <param name="IsReadable">Whether reads give the value.</param>
/// <param name="OnRead">The effect of reads.</param>
/// <param name="OnWrite">The effect of writes.</param>
internal sealed record AccessEffects(bool IsReadable, ReadEffect OnRead, WriteEffect OnWrite)
{
    /// <summary>Whether only the first write after a reset has its effect.</summary>
    public bool IsWriteOnce { get; init; }

    /// <summary>The access with these effects; the nearest one if no word has them.</summary>
    /// <param name="described">The access in the words of the source.</param>
    /// <param name="losses">Takes the effects that the language cannot express.</param>
    public Access ToAccess(string described, List<Loss> losses)
    {
        if (Find() is { } exact)
            return exact;

        // What reads do is the rarer effect, and what writes do the one that software relies on.
        losses.Add(new("combination of effects", described));
        return (this with { OnRead = ReadEffect.None, IsWriteOnce = false }).Find() ?? Access.ReadWrite;
    }

    private Access? Find() => Access.All.FirstOrDefault(access =>
        access.Reserved == ReservedKind.None && !access.IsSticky && access.OnRead == OnRead && access.OnWrite == OnWrite && access.IsReadable == IsReadable && access.IsWriteOnce == IsWriteOnce);
}
