using System.Globalization;
using System.Text;

namespace Vtd.Codegen.Tests.Access;

/// <summary>A spec in which every access word that a field can have appears, in registers of all widths and byte orders and in arrays, with and without a condition and aliases.</summary>
/// <param name="seed">Decides the layout.</param>
internal sealed class RandomRegisters(int seed)
{
    /// <summary>Bytes of the block.</summary>
    public const int Size = 0x400;

    /// <summary>Bits of the widest field.</summary>
    private const int MostBits = 12;

    private static readonly string[] s_aliases = ["set", "clear", "toggle"];

    private readonly Random _random = new(seed);
    private readonly List<Bit?> _bits = [];
    private readonly List<Element> _elements = [];
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
                AddRegister(rest, width: _random.Next(3) == 0 ? 8 * (1 + _random.Next(24)) : 8 << _random.Next(6), elements: _random.Next(3) == 0 ? 3 : 1);
            return string.Create(CultureInfo.InvariantCulture, $$"""
                spec: Random
                block: { size: {{Size}}, access: [1, 2, 4, 8]{{(IsBigEndian ? ", endian: big" : "")}} }
                enums:
                {{string.Concat(Enumerable.Range(1, MostBits).Select(Enums))}}
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

    /// <summary>The bits of the block, in the order of their addresses; null where there is no register.</summary>
    public IReadOnlyList<Bit?> Bits => _bits;

    /// <summary>The registers that are not given, each element of an array apart.</summary>
    public IReadOnlyList<Element> Elements => _elements;

    /// <summary>Codes for reads, and others for writes, of fields of a width.</summary>
    private static string Enums(int width) => string.Create(CultureInfo.InvariantCulture, $"  Read{width}: {{ width: {width}, open: true, codes: {{ Zero: 0 }} }}\n  Write{width}: {{ width: {width}, open: true, codes: {{ One: 1 }} }}\n");

    /// <summary>The enums of a field: none, one, or two if it is read and written.</summary>
    private string CodesOf(string word, int width) => _random.Next(4) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $", enum: Read{width}"),
        1 when AccessMeaning.All[word] is { IsWritten: true, Seen: true } => string.Create(CultureInfo.InvariantCulture, $", enum: {{ read: Read{width}, write: Write{width} }}"),
        _ => "",
    };

    private bool IsBigEndian => seed % 2 == 0;

    private void AddRegister(Queue<string> words, int width, int elements)
    {
        while (_bits.Count % Math.Min(width & -width, 64) != 0 || _random.Next(4) == 0)
            _bits.AddRange(Enumerable.Repeat<Bit?>(null, 8));

        var fields = new StringBuilder();
        var reserved = new List<string>();
        var bits = new List<Bit?>();
        while (bits.Count < width)
        {
            var count = Math.Min(1 + _random.Next(MostBits), width - bits.Count);
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
            fields.Append(CultureInfo.InvariantCulture, $"      F{lsb}: {{ bits: \"{msb}:{lsb}\", access: {word}, reset: {reset}{CodesOf(word, count)}{(gate is null ? "" : $", when: {gate}")} }}\n");
            bits.AddRange(Enumerable.Range(0, count).Select(at => gate == "CAP.NO" ? new Bit("rsvdz", false) : new Bit(word, (reset >> at & 1) != 0)));
        }

        if (fields.Length == 0)
            return;
        _registers.Append(CultureInfo.InvariantCulture, $"  R{_number++}:\n    offset: {_bits.Count / 8}\n    width: {width}\n");
        var isBigEndian = IsBigEndian != (_random.Next(4) == 0);
        if (isBigEndian != IsBigEndian)
            _registers.Append(CultureInfo.InvariantCulture, $"    endian: {(isBigEndian ? "big" : "little")}\n");
        if (elements > 1)
            _registers.Append(CultureInfo.InvariantCulture, $"    count: {elements}\n    stride: {width / 8}\n");
        var (start, size) = (_bits.Count, elements * width);
        var aliases = bits.Exists(static bit => AccessMeaning.All[bit!.Word].IsWritten) ? Array.FindAll(s_aliases, _ => _random.Next(4) == 0) : [];
        if (aliases.Length > 0)
            _registers.Append(CultureInfo.InvariantCulture, $"    aliases: {{ {string.Join(", ", aliases.Select((kind, at) => string.Create(CultureInfo.InvariantCulture, $"{kind}: {(start + (at + 1) * size) / 8}")))} }}\n");
        _registers.Append(CultureInfo.InvariantCulture, $"    fields:\n{fields}");
        if (reserved.Count > 0)
            _registers.Append(CultureInfo.InvariantCulture, $"    reserved: [{string.Join(", ", reserved)}]\n");
        for (var element = 0; element < elements; element++)
        {
            _elements.Add(new(_bits.Count / 8, width / 8, isBigEndian));
            _bits.AddRange(isBigEndian ? bits.Chunk(8).Reverse().SelectMany(static bits => bits) : bits);
        }

        var own = _bits[start..];
        foreach (var (at, kind) in aliases.Index())
            _bits.AddRange(own.Select(bit => bit! with { Alias = kind, Distance = (at + 1) * size }));
    }

    /// <summary>A register, or an element of an array.</summary>
    /// <param name="Offset">Byte offset in the block.</param>
    /// <param name="Bytes">Number of bytes.</param>
    /// <param name="IsBigEndian">Whether the most significant byte is at the offset.</param>
    internal sealed record Element(int Offset, int Bytes, bool IsBigEndian)
    {
        /// <summary>The words of 64 bits that it has, the last one perhaps in part.</summary>
        public int Words => (Bytes + 7) / 8;

        /// <summary>The bytes of a word: the lowest address, and their number.</summary>
        public (int Offset, int Bytes) Word(int word)
        {
            var bytes = Math.Min(8, Bytes - 8 * word);
            return (Offset + (IsBigEndian ? Bytes - 8 * word - bytes : 8 * word), bytes);
        }

        /// <summary>The number that bytes are, from the one that has them in the order of their addresses.</summary>
        public ulong Number(ulong bytes, int count)
        {
            var number = 0UL;
            for (var at = 0; at < count; at++)
                number |= (bytes >> (8 * at) & 0xFF) << (8 * (IsBigEndian ? count - 1 - at : at));
            return number;
        }
    }

    /// <summary>One bit of a register.</summary>
    /// <param name="Word">Its access.</param>
    /// <param name="Reset">Its value after reset.</param>
    internal sealed record Bit(string Word, bool Reset)
    {
        /// <summary>The kind of the alias that the place belongs to; null for the register itself.</summary>
        public string? Alias { get; init; }

        /// <summary>Bits from the one of the register to this place.</summary>
        public int Distance { get; init; }
    }
}
