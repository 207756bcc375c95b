using System.Numerics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>An address map inside of another one, and where it is there.</summary>
internal sealed record RdlInnerMap(RdlInstance Instance, string Path, BigInteger Address);

/// <summary>Reads the registers of an address map. Register files become groups; those inside others dissolve: their names become the first part of those of their registers.</summary>
/// <param name="sources">The files, for messages.</param>
/// <param name="map">The address map, with all addresses.</param>
internal sealed class RdlRegisters(RdlSources sources, RdlComponent map)
{
    /// <summary>Registers, register files and memories of one address map, with every element that is not in an array.</summary>
    private const int MostRegisters = 1 << 16;

    private static readonly string[] s_registerRead = ["name", "desc", "regwidth", "accesswidth", "ispresent"];
    private static readonly string[] s_memoryRead = ["name", "desc", "memwidth", "mementries", "sw", "ispresent"];
    private static readonly string[] s_groupRead = ["name", "desc", "alignment", "ispresent"];

    private readonly RdlAddresses _addresses = new(sources);
    private readonly HardwareAccess _hardware = new();
    private readonly RdlNames _names = new();
    private readonly List<Placed> _found = [];
    private readonly List<Loss> _losses = [];
    private readonly List<RdlInnerMap> _maps = [];
    private int _visited;

    /// <summary>Address maps inside.</summary>
    public IReadOnlyList<RdlInnerMap> Maps => _maps;

    /// <summary>The block that the registers make.</summary>
    /// <param name="name">Name of the spec.</param>
    /// <param name="about">Description.</param>
    public DescribedBlock Block(string name, string? about)
    {
        Collect(map, "", 0, null, false);
        var registers = _found.Select(Described).OfType<DescribedRegister>().ToList();
        var losses = RdlLosses.Of(map, [.. s_groupRead, "addressing", "msb0", "lsb0", "bridge"], isField: false);
        return new(name, null, about, 0, registers)
        {
            Losses = [.. losses, .. _losses, .. _hardware.Losses],
            AccessBytes = _found.SelectMany(found => AccessBytes(found.Component)).Distinct().Order().ToEquatableArray(),
        };
    }

    private IEnumerable<int> AccessBytes(RdlComponent component)
    {
        var (width, access) = component.Kind == "mem" ? (8 * RdlMemory.BytesOf(_addresses.MemoryWidthOf(component)), 8 * RdlMemory.BytesOf(_addresses.MemoryWidthOf(component)))
            : (_addresses.WidthOf(component), _addresses.AccessWidthOf(component));
        return new[] { access, width }.Where(static bits => bits is 8 or 16 or 32 or 64).Select(static bits => bits / 8);
    }

    private void Collect(RdlComponent container, string prefix, BigInteger start, ImportedGroup? group, bool isExternal)
    {
        foreach (var instance in container.Instances.Where(static instance => instance.Component.Kind is not ("field" or "signal")))
        {
            if (instance.Component.Find("ispresent") is { Value: RdlNumber { Value.IsZero: true } })
                continue;
            var isArray = instance.Count > 1 && (instance.Component.Kind == "reg" || group is null) && instance.Elements is null && instance.Component.Kind != "addrmap";
            var array = isArray ? new ImportedArray(instance.Count, Clamp(instance.Stride!.Value)) : null;
            for (var index = 0; index < (array is null ? instance.Count : 1); index++)
            {
                if (++_visited > MostRegisters)
                    throw sources.Invalid(instance.Syntax.Name, $"the address map has more than {MostRegisters} registers and register files.");
                Collect(instance, index, new(
                    instance.At(index),
                    prefix + instance.Name + (array is null ? ElementNumbers.Suffix(instance.Dimensions, index) : ""),
                    start + instance.Address!.Value + instance.Stride!.Value * index,
                    array,
                    isExternal || instance.IsExternal)
                {
                    Dimensions = array is null ? [] : instance.Dimensions,
                    AliasOf = instance.AliasOf,
                    Group = group,
                });
            }
        }
    }

    private void Collect(RdlInstance instance, int index, Placed placed)
    {
        var (component, name, address) = (placed.Component, placed.Name, placed.Address);
        if (component.Kind == "addrmap")
            _maps.Add(new(new(instance.Syntax, component), name, address));
        else if (component.Kind == "reg" || (component.Kind == "mem" && component.Instances.Count == 0))
            Add(placed);
        else
            Inside();

        void Inside()
        {
            if (index == 0)
                _losses.AddRange(RdlLosses.Of(component, component.Kind == "mem" ? s_memoryRead : s_groupRead, isField: false));
            if (placed.Dimensions.Count > 1)
                _losses.Add(new("array of several dimensions", $"{name}, {string.Join(" by ", placed.Dimensions)} elements"));
            Collect(component, name + "_", address, placed.Group ?? new ImportedGroup(name, Clamp(address), placed.Array), placed.IsExternal);
        }
    }

    private void Add(Placed placed)
    {
        _names.Add(placed.Component, placed.Name);
        _found.Add(placed);
    }

    private DescribedRegister? Described(Placed placed) => placed.Component.Kind == "mem" ? Memory(placed) : Register(placed);

    private DescribedRegister? Register(Placed placed)
    {
        var (register, losses) = (placed.Component, RdlLosses.Of(placed.Component, s_registerRead, isField: false));
        var width = _addresses.WidthOf(register);
        if (placed.Dimensions.Count > 2)
            losses.Add(new("array of several dimensions", string.Join(" by ", placed.Dimensions) + " elements"));
        if (placed.AliasOf is { } other)
            losses.Add(new("second address of a register", $"that of {other}"));
        var fields = new RdlFields(sources, _hardware, _names).Of(register, width, (map.Is("msb0"), placed.IsExternal), losses);
        if (fields.Count == 0)
        {
            _losses.Add(new("register that software cannot reach", $"{placed.Name} at 0x{placed.Address:X}"));
            return null;
        }

        var described = Described(placed, (ulong)width, fields, losses) with { Array = placed.Array, Group = placed.Group };
        if (placed is { Array: { } array, Dimensions: [var rows, var columns] })
        {
            var matrix = ImportedArray.Matrix(rows, columns, array.Stride);
            described = described with { Array = matrix.Rows, Columns = matrix.Columns };
        }

        return described.WithResetOfFields();
    }

    // Words of a memory are an array, unless the memory is one of several.
    private DescribedRegister? Memory(Placed placed)
    {
        var losses = RdlLosses.Of(placed.Component, s_memoryRead, isField: false);
        var (width, entries) = (_addresses.MemoryWidthOf(placed.Component), _addresses.EntriesOf(placed.Component));
        var fact = $"{placed.Name}, {entries} words of {width} bits at 0x{placed.Address:X}";
        var isArray = placed.Array is not null || placed.Group?.Array is not null;
        if (isArray)
            _losses.Add(new("array of memories", fact));
        if (isArray || new RdlAccess(sources).Of(placed.Component, losses) is not { } access)
            return null;
        var bytes = RdlMemory.BytesOf(width);
        return Described(placed, 8 * (ulong)bytes, [new("VALUE", new(width - 1, 0), access) { CallsOnRead = true, CallsOnWrite = true }], losses) with
        {
            Array = entries > 1 ? new(entries, (ulong)bytes) : null,
            Group = placed.Group,
        };
    }

    private static DescribedRegister Described(Placed placed, ulong width, IReadOnlyList<DescribedField> fields, List<Loss> losses) => new(placed.Name, Clamp(placed.Address), width, fields)
    {
        Title = placed.Component.Text("name"),
        About = placed.Component.Text("desc"),
        Losses = losses,
    };

    private static ulong Clamp(BigInteger address) => (ulong)BigInteger.Min(address, long.MaxValue);

    private sealed record Placed(RdlComponent Component, string Name, BigInteger Address, ImportedArray? Array, bool IsExternal)
    {
        public IReadOnlyList<int> Dimensions { get; init; } = [];

        public string? AliasOf { get; init; }

        public ImportedGroup? Group { get; init; }
    }
}
