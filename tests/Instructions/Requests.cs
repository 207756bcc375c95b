using Vtd.Benchmarks.Unit;
using Vtd.Runtime;

namespace Vtd.Instructions;

/// <summary>Requests of devices.</summary>
internal static class Requests
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    /// <summary>DMA requests for pages, whose entries are cached.</summary>
    public static Action<int> OfCachedPages(Guest guest, uint? pasid, int pages)
    {
        guest.CachePages(device: 0, pasid, pages);
        return Translations(new RealUnit(guest.Unit), pasid, pages);
    }

    /// <summary>DMA requests for pages.</summary>
    public static Action<int> Translations<TUnit>(TUnit unit, uint? pasid, int pages)
        where TUnit : struct, IAskedUnit => repetitions =>
    {
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var address = (ulong)(repetition & (pages - 1)) * PageSize;
            var result = unit.Translate(Guest.Write(device: 0, pasid, address));
            if (result.Outcome != DmaOutcome.Allowed || result.Translate(address) != address)
                throw new InvalidOperationException("The guest's tables do not translate the device so.");
        }
    };

    /// <summary>Interrupt requests by entries of the guest's table.</summary>
    public static Action<int> OfInterruptEntries(Guest guest, int indexes)
    {
        guest.SwitchInterruptsOn();
        return Interrupts(new RealUnit(guest.Unit), indexes);
    }

    /// <summary>Interrupt requests.</summary>
    public static Action<int> Interrupts<TUnit>(TUnit unit, int indexes)
        where TUnit : struct, IAskedUnit => repetitions =>
    {
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var result = unit.RemapInterrupt(Guest.Interrupt(device: 0, (ushort)(repetition & (indexes - 1))));
            if (result.Outcome != InterruptOutcome.Remapped)
                throw new InvalidOperationException("The guest's table does not remap the interrupt.");
        }
    };
}
