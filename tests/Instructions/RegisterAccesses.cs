using Vtd.Architecture;

namespace Vtd.Instructions;

/// <summary>Accesses to registers by software.</summary>
internal static class RegisterAccesses
{
    /// <summary>Reads of one register.</summary>
    public static Action<int> Reads<TUnit>(TUnit unit)
        where TUnit : struct, IAskedUnit => repetitions =>
    {
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            if (unit.ReadRegister(Ver.Offset, sizeof(uint)) == 0)
                throw new InvalidOperationException("The unit has no version.");
        }
    };

    /// <summary>Writes of one register without an effect.</summary>
    public static Action<int> Writes<TUnit>(TUnit unit)
        where TUnit : struct, IAskedUnit => repetitions =>
    {
        for (var repetition = 0; repetition < repetitions; repetition++)
            unit.WriteRegister(Fedata.Offset, sizeof(uint), (uint)repetition);
    };
}
