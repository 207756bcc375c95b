using System.Globalization;
using Vtd.Runtime.Architecture;

namespace Vtd.Tool.Replay;

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
            new(Ver.Offset, 4, value => new Ver((uint)value).ToString()),
            new(Cap.Offset, 8, value => new Cap(value).ToString()),
            new(Ecap.Offset, 8, value => new Ecap(value).ToString()),
            new(Gcmd.Offset, 4, value => new Gcmd((uint)value).ToString()),
            new(Gsts.Offset, 4, value => new Gsts((uint)value).ToString()),
            new(Rtaddr.Offset, 8, value => new Rtaddr(value).ToString()),
            new(Ccmd.Offset, 8, value => new Ccmd(value).ToString()),
            new(Fsts.Offset, 4, value => new Fsts((uint)value).ToString()),
            new(Fectl.Offset, 4, value => new Fectl((uint)value).ToString()),
            new(Fedata.Offset, 4, value => new Fedata((uint)value).ToString()),
            new(Feaddr.Offset, 4, value => new Feaddr((uint)value).ToString()),
            new(Feuaddr.Offset, 4, value => new Feuaddr((uint)value).ToString()),
            new(Aflog.Offset, 8, value => new Aflog(value).ToString()),
            new(Pmen.Offset, 4, value => new Pmen((uint)value).ToString()),
            new(Plmbase.Offset, 4, value => new Plmbase((uint)value).ToString()),
            new(Plmlimit.Offset, 4, value => new Plmlimit((uint)value).ToString()),
            new(Phmbase.Offset, 8, value => new Phmbase(value).ToString()),
            new(Phmlimit.Offset, 8, value => new Phmlimit(value).ToString()),
            new(Iqh.Offset, 8, value => new Iqh(value).ToString()),
            new(Iqt.Offset, 8, value => new Iqt(value).ToString()),
            new(Iqa.Offset, 8, value => new Iqa(value).ToString()),
            new(Ics.Offset, 4, value => new Ics((uint)value).ToString()),
            new(Iectl.Offset, 4, value => new Iectl((uint)value).ToString()),
            new(Iedata.Offset, 4, value => new Iedata((uint)value).ToString()),
            new(Ieaddr.Offset, 4, value => new Ieaddr((uint)value).ToString()),
            new(Ieuaddr.Offset, 4, value => new Ieuaddr((uint)value).ToString()),
            new(Iqercd.Offset, 8, value => new Iqercd(value).ToString()),
            new(Irta.Offset, 8, value => new Irta(value).ToString()),
            new(Pqh.Offset, 8, value => new Pqh(value).ToString()),
            new(Pqt.Offset, 8, value => new Pqt(value).ToString()),
            new(Pqa.Offset, 8, value => new Pqa(value).ToString()),
            new(Prs.Offset, 4, value => new Prs((uint)value).ToString()),
            new(Pectl.Offset, 4, value => new Pectl((uint)value).ToString()),
            new(Pedata.Offset, 4, value => new Pedata((uint)value).ToString()),
            new(Peaddr.Offset, 4, value => new Peaddr((uint)value).ToString()),
            new(Peuaddr.Offset, 4, value => new Peuaddr((uint)value).ToString()),
            new(invalidation, 8, value => new Iva(value).ToString()),
            new(invalidation + 8, 8, value => new Iotlb(value).ToString()),
            .. from index in Enumerable.Range(0, new Cap(cap).NFR + 1)
               from register in FaultRecord(index, faults + 16 * index)
               select register,
        ];
    }

    /// <summary>What a value read at an offset says; the parts of the register that the access does not cover read as 0.</summary>
    public string Describe(int offset, ulong value)
    {
        foreach (var register in _registers)
        {
            if (offset >= register.Offset && offset < register.Offset + register.Size)
                return register.Decode(value << (8 * (offset - register.Offset)));
        }

        return $"0x{value.ToString("x", CultureInfo.InvariantCulture)}, no register";
    }

    private static IEnumerable<Register> FaultRecord(int index, int offset) =>
    [
        new(offset, 8, value => $"[{index}] {new Frcd(value, 0)}"),
        new(offset + 8, 8, value => $"[{index}] {new Frcd(0, value)}"),
    ];

    private sealed record Register(int Offset, int Size, Func<ulong, string> Decode);
}
