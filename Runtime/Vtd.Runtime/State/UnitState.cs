using Vtd.Architecture.Codegen;
using Vtd.Architecture;
using Vtd.Runtime.Inspection;

namespace Vtd.Runtime.State;

/// <summary>State that all parts of a unit share.</summary>
internal sealed class UnitState : IUnitPart
{
    private readonly VtdCapabilities _capabilities;

    /// <param name="options">Options of the unit.</param>
    /// <param name="memory">Guest memory.</param>
    public UnitState(VtdUnitOptions options, IGuestMemory memory)
    {
        _capabilities = options.Capabilities.ToCapabilities();
        HostAddressWidth = options.EffectiveHostAddressWidth;
        Quirks = options.Quirks;
        Meter = new(options.WorkPerCall);
        Memory = new(memory, Meter);
        Registers = new(_capabilities);
        Pointers = new(_capabilities, new(options.Quirks));
    }

    /// <summary>VER, CAP and ECAP.</summary>
    public ref readonly VtdCapabilities Capabilities => ref _capabilities;

    /// <summary>Width of host addresses in bits (HAW).</summary>
    public int HostAddressWidth { get; }

    /// <summary>Deviations from the architecture.</summary>
    public UnitQuirks Quirks { get; }

    /// <summary>The lock that guards the unit.</summary>
    public UnitLock Lock { get; } = new();

    /// <summary>Work done in the current slice.</summary>
    public WorkMeter Meter { get; }

    /// <summary>Calls and messages decided and not yet made.</summary>
    public DeferredCalls Deferred { get; } = new();

    /// <summary>Guest memory.</summary>
    public UnitMemory Memory { get; }

    /// <summary>The registers, as hardware sees them.</summary>
    public VtdRegisterFile Registers { get; }

    /// <summary>The table pointers in use.</summary>
    public LatchedPointers Pointers { get; }

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky)
    {
        Registers.Reset(keepsSticky);
        Pointers.Reset();
    }

    /// <inheritdoc/>
    public void Save(SnapshotWriter snapshot)
    {
        SnapshotIdentity.Of(this).Save(snapshot.Section("unit"));
        var registers = new byte[Registers.StateSize];
        Registers.Save(registers);
        snapshot.Section("registers").Write(registers);
        Pointers.Save(snapshot.Section("pointers"));
    }

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot)
    {
        SnapshotIdentity.Of(this).Check(SnapshotIdentity.Read(snapshot.Section("unit")));
        var section = snapshot.Section("registers");
        var bytes = section.ReadBytes(section.Left).ToArray();
        snapshot.Registers = new(_capabilities);
        try
        {
            snapshot.Registers.Restore(bytes);
        }
        catch (ArgumentException mismatch)
        {
            throw SnapshotReader.Refusal($"its registers are not those of the unit. {mismatch.Message}");
        }

        var setPointers = Pointers.Restore(snapshot.Section("pointers"));
        return () =>
        {
            Registers.Restore(bytes);
            setPointers();
        };
    }

    /// <inheritdoc/>
    public Action<UnitDump> Copy(int most)
    {
        var words = new uint[VtdRegisterFile.Size / sizeof(uint)];
        for (var index = 0; index < words.Length; index++)
        {
            if (Registers.Read(index * sizeof(uint), sizeof(uint), out var value) == RegisterAccess.Done)
                words[index] = (uint)value;
        }
        var (root, interruptTable) = (Pointers.Root, Pointers.InterruptTable);
        return dump => (dump.Registers, dump.RootTable, dump.InterruptTable) = (words, root, interruptTable);
    }
}
