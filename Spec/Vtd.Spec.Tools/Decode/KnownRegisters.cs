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
            _fields[(register.Mnemonic, field.Name)] = Bits.Extract(value, field.Bits);
    }

    /// <summary>Makes all fields of a register known, to its own spec and to those that import it.</summary>
    public void Add(LinkedSpec spec, LinkedRegister register, BigInteger value)
    {
        foreach (var field in register.Fields)
            Add(spec, register, field, Bits.Extract(value, field.Bits));
    }

    /// <summary>Makes one field known, to its own spec and to those that import it.</summary>
    public void Add(LinkedSpec spec, LinkedRegister register, LinkedField field, BigInteger raw) =>
        _fields[(register.Mnemonic, field.Name)] = _fields[(Qualified(spec.Header.Name, register.Mnemonic), field.Name)] = raw;

    /// <summary>The bits of a field of a register; null if they are not known.</summary>
    public BigInteger? Find(FieldExpression name) =>
        _fields.TryGetValue((name.Spec is { } spec ? Qualified(spec.Name, name.Register!) : name.Register!, name.Field), out var raw) ? raw : null;

    private static string Qualified(string spec, string register) => $"{spec}.{register}";

    /// <summary>A copy that also knows all fields of one more register.</summary>
    public KnownRegisters With(string register, IReadOnlyDictionary<string, BigInteger> fields)
    {
        var all = new KnownRegisters(this);
        foreach (var (field, raw) in fields)
            all._fields[(register, field)] = raw;

        return all;
    }
}
