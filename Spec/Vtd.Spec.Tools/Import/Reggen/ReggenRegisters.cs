using System.Globalization;
using System.Numerics;

namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>Reads the registers of a block and gives them their offsets.</summary>
/// <param name="fields">Reads the fields.</param>
/// <param name="parameters">The parameters of the block.</param>
/// <param name="bytes">Bytes of a register.</param>
internal sealed class ReggenRegisters(ReggenFields fields, ReggenParameters parameters, int bytes)
{
    private const int MostRegisters = 1 << 16;

    private static readonly string[] s_registerKeys = ["name", "desc", "fields", "swaccess", "hwaccess", "hwext", "hwqe", "hwre", "regwen", "resval"];
    private static readonly string[] s_multiKeys = [.. s_registerKeys, "count", "cname", "regwen_multi", "compact"];
    private static readonly string[] s_windowKeys = ["name", "desc", "items", "swaccess", "validbits", "unusual"];

    private readonly List<DescribedRegister> _registers = [];
    private readonly List<Loss> _losses = [];
    private HashSet<string> _expanded = [];
    private ulong _offset;

    /// <summary>The registers so far.</summary>
    public IReadOnlyList<DescribedRegister> Registers => _registers;

    /// <summary>Registers that software does not reach.</summary>
    public IReadOnlyList<Loss> Losses => _losses;

    private int Width => 8 * bytes;

    /// <summary>Adds a register that reggen makes itself, without fields in the file.</summary>
    /// <param name="name">The name.</param>
    /// <param name="about">The description.</param>
    /// <param name="fieldsOf">The fields.</param>
    public void Add(string name, string about, IEnumerable<DescribedField> fieldsOf) => Add(name, about, [.. fieldsOf], []);

    /// <summary>Adds the entries of a list of registers.</summary>
    public void Add(HjsonValue list)
    {
        // Elements that lock others by number are registers of their own.
        _expanded = [.. list.List.Items.Select(static item => item.Object.Find("multireg") as HjsonObject).OfType<HjsonObject>()
            .Where(static register => register.Is("regwen_multi")).Select(static register => register.Line("regwen")).OfType<string>()];
        foreach (var entry in list.List.Items.Select(static item => item.Object))
        {
            if (_offset > ImportedRegisters.LargestBlock || _registers.Count > MostRegisters)
                throw entry.Invalid($"a block has {MostRegisters} registers and 0x{ImportedRegisters.LargestBlock:X} bytes at most.");
            if (entry.Find("skipto") is { } skip)
                SkipTo(skip);
            else if (entry.Find("reserved") is { } count)
                _offset += Math.Min(count.Number, ImportedRegisters.LargestBlock) * (ulong)bytes;
            else if (entry.Find("window") is { } window)
                Window(window.Object);
            else if (entry.Find("multireg") is { } multi)
                Multiple(multi.Object);
            else
                Single(entry);
        }
    }

    private void SkipTo(HjsonValue skip)
    {
        if (skip.Number < _offset || skip.Number % (ulong)bytes != 0)
            throw skip.Invalid($"skipto 0x{skip.Number:X} goes back from 0x{_offset:X}, or is no multiple of {bytes}.");
        _offset = skip.Number;
    }

    private void Single(HjsonObject register)
    {
        var losses = ReggenKeys.Lost(register, s_registerKeys);
        Add(register.Get("name").Text, register.Line("desc"), fields.Of(register, losses), losses);
    }

    private void Add(string name, string? about, IReadOnlyList<DescribedField> found, List<Loss> losses)
    {
        Describe(name, about, found, losses, null);
        _offset += (ulong)bytes;
    }

    private void Describe(string name, string? about, IReadOnlyList<DescribedField> found, List<Loss> losses, ImportedArray? array)
    {
        if (found.Count == 0)
        {
            _losses.Add(new("register that software cannot reach", $"{name} at 0x{_offset:X}"));
            return;
        }

        _registers.Add(new DescribedRegister(name, _offset, (ulong)Width, found) { About = about, Array = array, Losses = losses }.WithResetOfFields());
    }

    private void Multiple(HjsonObject register)
    {
        var losses = ReggenKeys.Lost(register, s_multiKeys);
        var (name, about) = (register.Get("name").Text, register.Line("desc"));
        var count = parameters.Sum(register.Get("count"), losses);
        if (count > ImportedRegisters.MostElements)
            throw register.Get("count").Invalid($"{name} has {count} elements, and {ImportedRegisters.MostElements} are possible.");
        var found = fields.Of(register, losses);
        if (count <= 0)
            _losses.Add(new("register without elements", name));
        else if ((register.Find("compact")?.Truth ?? (register.Get("fields").List.Items.Count == 1 && !register.Is("regwen_multi"))) && found.All(field => 2 * (field.Bits.Msb + 1) <= Width))
            Compact(name, about, found, count, losses);
        else if (count == 1)
            Add(name, about, found, losses);
        else if (register.Is("regwen_multi") || _expanded.Contains(name))
            Expand(register, found, count, losses);
        else
            AddArray(name, about, found, new(count, (ulong)bytes), losses);
    }

    // As many elements in one register as it has room for.
    private void Compact(string name, string? about, IReadOnlyList<DescribedField> found, int count, List<Loss> losses)
    {
        var step = found.Count == 0 ? 1 : found[0].Bits.Msb + 1;
        var inOne = Math.Max(1, Width / step);
        for (var first = 0; first < count; first += inOne)
        {
            var elements = found.Take(1).SelectMany(field => Enumerable.Range(first, Math.Min(inOne, count - first)).Select(index => Element(field, index, (index - first) * step)));
            Add(count > inOne ? Numbered(name, first / inOne) : name, about, [.. elements], losses);
        }
    }

    private static DescribedField Element(DescribedField field, int index, int shift) =>
        field with { Name = Numbered(field.Name, index), Bits = new(field.Bits.Msb + shift, field.Bits.Lsb + shift) };

    private void Expand(HjsonObject register, IReadOnlyList<DescribedField> found, int count, List<Loss> losses)
    {
        var isLockedByNumber = register.Is("regwen_multi");
        for (var index = 0; index < count; index++)
        {
            var own = found.Select(field => field.Lock is { } locked && isLockedByNumber
                ? field with { Lock = locked with { Register = Numbered(locked.Register, index) } }
                : field);
            Add(Numbered(register.Get("name").Text, index), register.Line("desc"), [.. own], losses);
        }
    }

    private void AddArray(string name, string? about, IReadOnlyList<DescribedField> found, ImportedArray array, List<Loss> losses)
    {
        Describe(name, about, found, losses, array.Count > 1 ? array : null);
        _offset += (ulong)array.Count * array.Stride;
    }

    // Words of a memory, aligned to its size.
    private void Window(HjsonObject window)
    {
        var losses = ReggenKeys.Lost(window, s_windowKeys);
        var name = window.Line("name") ?? "WINDOW";
        var items = parameters.Sum(window.Get("items"), losses);
        if (items <= 0 || (ulong)items * (ulong)bytes > ImportedRegisters.LargestBlock)
            throw window.Get("items").Invalid($"{name} has {items} items, and 1 to {ImportedRegisters.LargestBlock / (ulong)bytes} are possible.");
        var size = BitOperations.RoundUpToPowerOf2((ulong)items * (ulong)bytes);
        _offset = (_offset + size - 1) & ~(size - 1);
        var bits = window.Find("validbits") is { } valid ? parameters.Sum(valid, losses) : Width;
        if (bits <= 0 || bits > Width)
            throw window.Get("validbits").Invalid($"{bits} bits are not valid in a register of {Width}.");
        var found = ReggenAccess.Of(window.Get("swaccess")) is { } access
            ? [new DescribedField("VALUE", new(bits - 1, 0), access) { CallsOnRead = true, CallsOnWrite = true }]
            : Array.Empty<DescribedField>();
        AddArray(name, window.Line("desc"), found, new(items, (ulong)bytes), losses);
    }

    private static string Numbered(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}_{index}");
}
