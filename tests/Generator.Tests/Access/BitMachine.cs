namespace Vtd.Codegen.Tests.Access;

/// <summary>An interpreter of register blocks that knows nothing but bits, each with its access word.</summary>
/// <param name="bits">The bits of the block; null where no register is.</param>
internal sealed class BitMachine(IReadOnlyList<RandomRegisters.Bit?> bits)
{
    private readonly bool[] _values = [.. bits.Select(static bit => bit is { Reset: true })];
    private readonly bool[] _written = new bool[bits.Count];

    /// <summary>Whether a register lies in the bytes.</summary>
    public bool HasRegister(int offset, int size) => Enumerable.Range(8 * offset, 8 * size).Any(at => at < bits.Count && bits[at] is not null);

    /// <summary>The bytes that a read gives.</summary>
    public ulong Peek(int offset, int size) => Number(offset, size, IsSeen);

    /// <summary>The bytes as the device has them.</summary>
    public ulong Device(int offset, int size) => Number(offset, size, at => _values[Home(at)]);

    public ulong Read(int offset, int size)
    {
        var value = 0UL;
        foreach (var at in Places(offset, size))
        {
            value |= IsSeen(at) ? 1UL << (at - 8 * offset) : 0;
            _values[Home(at)] = MeaningOf(at).AfterRead(_values[Home(at)]);
        }

        return value;
    }

    public void Write(int offset, int size, ulong value)
    {
        foreach (var at in Places(offset, size))
        {
            var (meaning, home, data) = (MeaningOf(at), Home(at), (value >> (at - 8 * offset) & 1) != 0);
            if ((bits[at]!.Alias is not null && !data) || (meaning.IsOnce && _written[home]))
                continue;
            data = bits[at]!.Alias switch { "clear" => false, "toggle" => !_values[home], _ => data };
            _values[home] = meaning.AfterWrite(_values[home], data);
            _written[home] = true;
        }
    }

    /// <summary>Inverts the bits that the device can change, one of three.</summary>
    public ulong Change(int offset, int size)
    {
        foreach (var at in Places(offset, size))
            _values[Home(at)] ^= at % 3 == 0 && bits[at]!.Word != "oneshot";
        return Device(offset, size);
    }

    public void Reset(bool isWarm)
    {
        foreach (var at in Places(0, bits.Count / 8))
        {
            if (isWarm && MeaningOf(at).IsSticky)
                continue;
            _values[Home(at)] = bits[at]!.Reset;
            _written[Home(at)] = false;
        }
    }

    private bool IsSeen(int at) => _values[Home(at)] && MeaningOf(at).Seen;

    /// <summary>The place of the register itself that the bit is stored at.</summary>
    private int Home(int at) => at - bits[at]!.Distance;

    private AccessMeaning MeaningOf(int at) => AccessMeaning.All[bits[at]!.Word];

    private IEnumerable<int> Places(int offset, int size) => Enumerable.Range(8 * offset, 8 * size).Where(at => at < bits.Count && bits[at] is not null);

    private ulong Number(int offset, int size, Func<int, bool> isSet) =>
        Places(offset, size).Aggregate(0UL, (all, at) => all | (isSet(at) ? 1UL << (at - 8 * offset) : 0));
}
