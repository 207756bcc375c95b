using System.Globalization;
using System.Text;

namespace Vtd.Codegen.Tests.Access;

/// <summary>A spec in which every access word that a field can have appears, in registers of all widths and in arrays, with and without a condition.</summary>
/// <param name="seed">Decides the layout.</param>
internal sealed class RandomRegisters(int seed)
{
    /// <summary>Bytes of the block.</summary>
    public const int Size = 0x400;

    private readonly Random _random = new(seed);
    private readonly List<Bit?> _bits = [];
    private readonly StringBuilder _registers = new();
    private int _number;

    /// <summary>The spec.</summary>
    public string Spec
    {
        get
        {
            var words = AccessMeaning.All.Keys.Where(static word => word is not ("rsvdz" or "rsvdp" or "ignored")).ToList();
            var rest = new Queue<string>(words.Concat(words).Concat(words).OrderBy(_ => _random.Next()));
            _bits.AddRange(Enumerable.Repeat<Bit?>(null, 64));
            while (rest.Count > 0)
                AddRegister(rest, width: 32 << _random.Next(3), elements: _random.Next(3) == 0 ? 3 : 1);
            return string.Create(CultureInfo.InvariantCulture, $$"""
                spec: Random
                block: { size: {{Size}}, access: [1, 2, 4, 8] }
                registers:
                  CAP:
                    offset: 0
                    width: 64
                    access: ro
                    reset: given
                    fields: { YES: { bits: 0 }, NO: { bits: 1 } }
                    reserved: ["63:2"]
                {{_registers}}
                """);
        }
    }

    /// <summary>The bits of the block, without those that belong to no register.</summary>
    public IReadOnlyList<Bit?> Bits => _bits;

    private void AddRegister(Queue<string> words, int width, int elements)
    {
        while (_bits.Count % Math.Min(width, 64) != 0 || _random.Next(4) == 0)
            _bits.AddRange(Enumerable.Repeat<Bit?>(null, 32));

        var fields = new StringBuilder();
        var reserved = new List<string>();
        var bits = new List<Bit?>();
        while (bits.Count < width)
        {
            var count = Math.Min(1 + _random.Next(12), width - bits.Count);
            var (lsb, msb) = (bits.Count, bits.Count + count - 1);
            if (words.Count == 0 || _random.Next(8) == 0)
            {
                reserved.Add($"\"{msb}:{lsb}\"");
                bits.AddRange(Enumerable.Repeat<Bit?>(new("rsvdz", false), count));
                continue;
            }

            var word = words.Dequeue();
            var gate = _random.Next(4) switch { 0 => "CAP.YES", 1 when _random.Next(3) == 0 => "CAP.NO", _ => null };
            var reset = word == "oneshot" ? 0 : _random.NextInt64(1L << count);
            fields.Append(CultureInfo.InvariantCulture, $"      F{lsb}: {{ bits: \"{msb}:{lsb}\", access: {word}, reset: {reset}{(gate is null ? "" : $", when: {gate}")} }}\n");
            bits.AddRange(Enumerable.Range(0, count).Select(at => gate == "CAP.NO" ? new Bit("rsvdz", false) : new Bit(word, (reset >> at & 1) != 0)));
        }

        if (fields.Length == 0)
            return;
        _registers.Append(CultureInfo.InvariantCulture, $"  R{_number++}:\n    offset: {_bits.Count / 8}\n    width: {width}\n");
        if (elements > 1)
            _registers.Append(CultureInfo.InvariantCulture, $"    count: {elements}\n    stride: {width / 8}\n");
        _registers.Append(CultureInfo.InvariantCulture, $"    fields:\n{fields}");
        if (reserved.Count > 0)
            _registers.Append(CultureInfo.InvariantCulture, $"    reserved: [{string.Join(", ", reserved)}]\n");
        for (var element = 0; element < elements; element++)
            _bits.AddRange(bits);
    }

    /// <summary>One bit of a register.</summary>
    /// <param name="Word">Its access.</param>
    /// <param name="Reset">Its value after reset.</param>
    internal sealed record Bit(string Word, bool Reset);
}
