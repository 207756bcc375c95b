using Vtd.Architecture;
using Vtd.Benchmarks.Unit;
using Vtd.Runtime;

namespace Vtd.Instructions;

/// <summary>One operation of a unit, to be repeated so that a tool can count what it takes.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Prepare">Makes a unit and what asks it so often.</param>
internal sealed record UnitOperation(string Name, Func<Action<int>> Prepare)
{
    private const int PageSize = 4096;
    private const int HitPages = 64; // a power of two, as the other number
    private const int MissPages = 1024;

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<UnitOperation> All { get; } =
    [
        new("hit-legacy", static () => Translations(new Guest(scalable: false), pasid: null, HitPages)),
        new("hit-scalable", static () => Translations(new Guest(scalable: true), pasid: null, HitPages)),
        new("hit-pasid", static () => Translations(new Guest(scalable: true), Guest.Pasid, HitPages)),
        new("miss-legacy", static () => Translations(new Guest(scalable: false, iotlbCapacity: 8), pasid: null, MissPages)),
        new("miss-scalable", static () => Translations(new Guest(scalable: true, iotlbCapacity: 8), pasid: null, MissPages)),
        new("register-read", static () => RegisterReads(new Guest(scalable: false))),
        new("register-write", static () => RegisterWrites(new Guest(scalable: false))),
    ];

    /// <summary>Finds the operation of a name.</summary>
    public static UnitOperation? Find(string name) => All.FirstOrDefault(operation => operation.Name == name);

    private static Action<int> Translations(Guest guest, uint? pasid, int pages)
    {
        guest.CachePages(device: 0, pasid, pages);
        var unit = guest.Unit;
        return repetitions =>
        {
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                var address = (ulong)(repetition & (pages - 1)) * PageSize;
                var result = unit.Translate(Guest.Write(device: 0, pasid, address));
                if (result.Outcome != DmaOutcome.Allowed || result.Translate(address) != address)
                    throw new InvalidOperationException("The guest's tables do not translate the device so.");
            }
        };
    }

    private static Action<int> RegisterReads(Guest guest)
    {
        var unit = guest.Unit;
        return repetitions =>
        {
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                if (unit.ReadRegister(Ver.Offset, sizeof(uint)) == 0)
                    throw new InvalidOperationException("The unit has no version.");
            }
        };
    }

    private static Action<int> RegisterWrites(Guest guest)
    {
        var unit = guest.Unit;
        return repetitions =>
        {
            for (var repetition = 0; repetition < repetitions; repetition++)
                unit.WriteRegister(Fedata.Offset, sizeof(uint), (uint)repetition);
        };
    }
}
