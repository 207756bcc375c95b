using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Checks;

/// <summary>Checks a register block by itself.</summary>
public static class BlockChecks
{
    /// <summary>The largest number of instances of a block: documentation shows each register in each of them.</summary>
    public const int MostInstances = 256;

    internal static void Check(BlockDeclaration block, Findings findings)
    {
        var size = block.Size!.Value.Value;
        if (block.Instances.Count > MostInstances)
        {
            findings.Report(KeyRules.OutOfRange, block.Instances[MostInstances].Name.Span, $"A block can have at most {MostInstances} instances. Remove the others.");
            return;
        }

        InstanceDeclaration? last = null;
        foreach (var instance in block.Instances.OrderBy(static instance => instance.Address?.Value))
        {
            var name = instance.Name.Value;
            if (instance.Address is not { } address)
                continue;
            if (ReservedNames.InstanceMembers.Contains(name))
                findings.Report(NameRules.ClashesWithMember, instance.Name.Span, $"An instance cannot be named '{name}': every C# type has a member of that name. Add a word to the name.");
            else if (address.Value > ulong.MaxValue - (size - 1))
                findings.Report(RegisterRules.MisplacedInstance, address.Span, $"{name} ends beyond the largest address of 64 bits. Correct its address, or the size of the block.");
            else if (last?.Address is { } before && address.Value - before.Value < size)
                findings.Report(RegisterRules.MisplacedInstance, address.Span, $"{name} overlaps {last.Name.Value}: the block has 0x{size:X} bytes. Correct the address of one of the two, or the size.");
            last = instance;
        }
    }
}
