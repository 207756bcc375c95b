using System.Globalization;
using Vtd.Architecture;

namespace Vtd.Conformance.Deviations;

/// <summary>Decodes register values by where they were read.</summary>
internal sealed class RegisterText
{
    private readonly Register[] _registers;

    public RegisterText(ulong cap, ulong ecap)
    {
        var invalidation = new Ecap(ecap).IRO * 16;
        var faults = new Cap(cap).FRO * 16;
        _registers =
        [
            new(nameof(Ver), Ver.Offset, 4, value => new Ver((uint)value).ToString()),
            new(nameof(Cap), Cap.Offset, 8, value => new Cap(value).ToString()),
            new(nameof(Ecap), Ecap.Offset, 8, value => new Ecap(value).ToString()),
            new(nameof(Gcmd), Gcmd.Offset, 4, value => new Gcmd((uint)value).ToString()),
            new(nameof(Gsts), Gsts.Offset, 4, value => new Gsts((uint)value).ToString()),
            new(nameof(Rtaddr), Rtaddr.Offset, 8, value => new Rtaddr(value).ToString()),
            new(nameof(Ccmd), Ccmd.Offset, 8, value => new Ccmd(value).ToString()),
            new(nameof(Fsts), Fsts.Offset, 4, value => new Fsts((uint)value).ToString()),
            new(nameof(Fectl), Fectl.Offset, 4, value => new Fectl((uint)value).ToString()),
            new(nameof(Fedata), Fedata.Offset, 4, value => new Fedata((uint)value).ToString()),
            new(nameof(Feaddr), Feaddr.Offset, 4, value => new Feaddr((uint)value).ToString()),
            new(nameof(Feuaddr), Feuaddr.Offset, 4, value => new Feuaddr((uint)value).ToString()),
            new(nameof(Aflog), Aflog.Offset, 8, value => new Aflog(value).ToString()),
            new(nameof(Pmen), Pmen.Offset, 4, value => new Pmen((uint)value).ToString()),
            new(nameof(Plmbase), Plmbase.Offset, 4, value => new Plmbase((uint)value).ToString()),
            new(nameof(Plmlimit), Plmlimit.Offset, 4, value => new Plmlimit((uint)value).ToString()),
            new(nameof(Phmbase), Phmbase.Offset, 8, value => new Phmbase(value).ToString()),
            new(nameof(Phmlimit), Phmlimit.Offset, 8, value => new Phmlimit(value).ToString()),
            new(nameof(Iqh), Iqh.Offset, 8, value => new Iqh(value).ToString()),
            new(nameof(Iqt), Iqt.Offset, 8, value => new Iqt(value).ToString()),
            new(nameof(Iqa), Iqa.Offset, 8, value => new Iqa(value).ToString()),
            new(nameof(Ics), Ics.Offset, 4, value => new Ics((uint)value).ToString()),
            new(nameof(Iectl), Iectl.Offset, 4, value => new Iectl((uint)value).ToString()),
            new(nameof(Iedata), Iedata.Offset, 4, value => new Iedata((uint)value).ToString()),
            new(nameof(Ieaddr), Ieaddr.Offset, 4, value => new Ieaddr((uint)value).ToString()),
            new(nameof(Ieuaddr), Ieuaddr.Offset, 4, value => new Ieuaddr((uint)value).ToString()),
            new(nameof(Iqercd), Iqercd.Offset, 8, value => new Iqercd(value).ToString()),
            new(nameof(Irta), Irta.Offset, 8, value => new Irta(value).ToString()),
            new(nameof(Pqh), Pqh.Offset, 8, value => new Pqh(value).ToString()),
            new(nameof(Pqt), Pqt.Offset, 8, value => new Pqt(value).ToString()),
            new(nameof(Pqa), Pqa.Offset, 8, value => new Pqa(value).ToString()),
            new(nameof(Prs), Prs.Offset, 4, value => new Prs((uint)value).ToString()),
            new(nameof(Pectl), Pectl.Offset, 4, value => new Pectl((uint)value).ToString()),
            new(nameof(Pedata), Pedata.Offset, 4, value => new Pedata((uint)value).ToString()),
            new(nameof(Peaddr), Peaddr.Offset, 4, value => new Peaddr((uint)value).ToString()),
            new(nameof(Peuaddr), Peuaddr.Offset, 4, value => new Peuaddr((uint)value).ToString()),
            new(nameof(Iva), invalidation, 8, value => new Iva(value).ToString()),
            new(nameof(Iotlb), invalidation + 8, 8, value => new Iotlb(value).ToString()),
            .. from index in Enumerable.Range(0, new Cap(cap).NFR + 1)
               from register in FaultRecord(index, faults + 16 * index)
               select register,
        ];
    }

    /// <summary>Offsets of the registers, and their sizes in bytes.</summary>
    public IEnumerable<(int Offset, int Size)> Places => _registers.Select(register => (register.Offset, register.Size));

    /// <summary>Describes a value that was read at an offset; the parts of the register that the access does not cover read as 0.</summary>
    public string Describe(int offset, ulong value)
    {
        foreach (var register in _registers)
        {
            if (offset >= register.Offset && offset < register.Offset + register.Size)
                return register.Decode(value << (8 * (offset - register.Offset)));
        }

        return $"0x{value.ToString("x", CultureInfo.InvariantCulture)}, no register";
    }

    /// <summary>The type of the register at an offset; none if there is no register.</summary>
    public string? NameAt(int offset) =>
        Array.Find(_registers, register => offset >= register.Offset && offset < register.Offset + register.Size)?.Name;

    private static IEnumerable<Register> FaultRecord(int index, int offset) =>
    [
        new(nameof(Frcd), offset, 8, value => $"[{index}] {new Frcd(value, 0)}"),
        new(nameof(Frcd), offset + 8, 8, value => $"[{index}] {new Frcd(0, value)}"),
    ];

    private sealed record Register(string Name, int Offset, int Size, Func<ulong, string> Decode);
}
