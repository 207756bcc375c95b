namespace Vtd.Machine.Pci;

/// <summary>The one bus of the machine, and how ports lead to configuration space: mechanism 1.</summary>
public sealed class PciBus
{
    /// <summary>Functions of a bus.</summary>
    public const int Functions = 256;

    private const int FunctionsOfDevice = 8;

    private readonly PciFunction?[] _functions = new PciFunction?[Functions];
    private readonly List<PciFunction> _present = [];

    /// <summary>The devices, in the order in which they were added.</summary>
    public IReadOnlyList<PciFunction> Present => _present;

    /// <summary>The first device number of which no function is there; none if all are taken.</summary>
    public int? FreeDevice
    {
        get
        {
            for (var device = 0; device < Functions / FunctionsOfDevice; device++)
            {
                if (_functions.AsSpan(device * FunctionsOfDevice, FunctionsOfDevice).IndexOfAnyExcept((PciFunction?)null) < 0)
                    return device;
            }

            return null;
        }
    }

    /// <summary>The function of a source id, if there is one.</summary>
    public PciFunction? this[int sourceId] => sourceId < Functions ? _functions[sourceId] : null;

    /// <summary>Plugs a function in. False if there is one already.</summary>
    public bool TryAdd(int sourceId, PciFunction function)
    {
        if (_functions[sourceId] is not null)
            return false;
        _functions[sourceId] = function;
        _present.Add(function);
        return true;
    }
}
