using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Fields of registers whose values are known; the others are not.</summary>
public sealed class KnownRegisters
{
    private readonly Dictionary<(string Register, string Field), BigInteger> _fields;

    public KnownRegisters() => _fields = [];

    private KnownRegisters(KnownRegisters others) => _fields = new(others._fields);

    /// <summary>Makes all fields of a register known.</summary>
    public void Add(LinkedRegister register, BigInteger value)
    {
        foreach (var field in register.Fields)
            Add(register, field, Bits.Extract(value, field.Bits));
    }

    /// <summary>Makes one field known.</summary>
    public void Add(LinkedRegister register, LinkedField field, BigInteger raw) => _fields[(register.Mnemonic, field.Name)] = raw;

    /// <summary>The bits of a field; null if they are not known.</summary>
    public BigInteger? Find(string register, string field) => _fields.TryGetValue((register, field), out var raw) ? raw : null;

    /// <summary>A copy that also knows all fields of one more register.</summary>
    public KnownRegisters With(string register, IReadOnlyDictionary<string, BigInteger> fields)
    {
        var all = new KnownRegisters(this);
        foreach (var (field, raw) in fields)
            all._fields[(register, field)] = raw;

        return all;
    }
}
