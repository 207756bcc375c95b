using System.Buffers.Binary;
using Vtd.Machine.Bus;
using Vtd.Machine.Codegen;
using Vtd.Machine.Devices.IommuTestDeviceLayout;
using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Machine.Devices;

/// <summary>The device `iommu-testdev`: writes a pattern through the unit, and looks for it without.</summary>
/// <remarks>It does so whether or not it is a bus master, as QEMU's does.</remarks>
internal sealed class IommuTestDevice : PciFunction, IIommuTestDeviceRegisterHandler
{
    private const uint Pattern = 0x1234_5678;
    private const int PieceSize = 4096;

    /// <summary>Bytes of a request that are too many: it fails as if it had been blocked.</summary>
    private const uint TooLong = 64 << 20;

    private static readonly PciIdentity s_identity = new(
        new() { VENDOR = 0x1B36, DEVICE = 0x0005 },
        new() { SUB = 0xFF },
        MemorySize: 4096);

    private readonly IommuTestDeviceRegisterFile _registers = new();
    private readonly byte[] _pattern = new byte[PieceSize];
    private readonly byte[] _found = new byte[PieceSize];
    private readonly DeviceMemory _memory;
    private readonly SystemBus _bus;
    private bool _isArmed;

    public IommuTestDevice(DeviceMemory memory, SystemBus bus)
        : base(s_identity)
    {
        _memory = memory;
        _bus = bus;
        for (var at = 0; at < PieceSize; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(_pattern.AsSpan(at), Pattern);
    }

    /// <inheritdoc/>
    protected override ulong Read(ulong offset, int size)
    {
        if (offset == Trigger.Offset && size == sizeof(uint))
            Run();
        return offset < IommuTestDeviceRegisterFile.Size && _registers.Read((int)offset, size, out var value) == RegisterAccess.Done ? value : 0;
    }

    /// <inheritdoc/>
    protected override void Write(ulong offset, int size, ulong value)
    {
        if (offset < IommuTestDeviceRegisterFile.Size)
            _registers.Write((int)offset, size, value, this);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _registers.Reset(keepSticky: false);
        _isArmed = false;
    }

    void IIommuTestDeviceRegisterHandler.OnWrite(Doorbell before, Doorbell after)
    {
        _isArmed = after.ARM;
        _registers.RESULT = new() { CODE = _isArmed ? TestResult.Armed : TestResult.Idle };
    }

    private void Run()
    {
        _registers.RESULT = new() { CODE = _isArmed ? Carry() : TestResult.NotArmed };
        _isArmed = false;
    }

    private TestResult Carry()
    {
        var attributes = _registers.ATTRIBUTES;
        var length = _registers.LENGTH.BYTES;
        if (length == 0)
            return TestResult.BadLength;
        if (attributes.VALID && attributes.SPACE is TestSpace.Secure or TestSpace.NonSecure && attributes.SECURE != (attributes.SPACE == TestSpace.Secure))
            return TestResult.BadAttributes;
        if (length > TooLong || !TryWrite(_registers.IOVALO.ADDRESS | (ulong)_registers.IOVAHI.ADDRESS << 32, length))
            return TestResult.WriteFailed;
        return Compare(_registers.GPALO.ADDRESS | (ulong)_registers.GPAHI.ADDRESS << 32, length);
    }

    private bool TryWrite(ulong address, uint length)
    {
        var isDone = true;
        for (uint at = 0; at < length; at += PieceSize)
            isDone &= _memory.TryWrite(address + at, _pattern.AsSpan(0, (int)Math.Min(PieceSize, length - at)));
        return isDone;
    }

    private TestResult Compare(ulong address, uint length)
    {
        var isSame = true;
        for (uint at = 0; at < length; at += PieceSize)
        {
            var piece = _found.AsSpan(0, (int)Math.Min(PieceSize, length - at));
            if (!_bus.Read(address + at, piece))
                return TestResult.ReadFailed;
            isSame &= piece.SequenceEqual(_pattern.AsSpan(0, piece.Length));
        }

        return isSame ? TestResult.Success : TestResult.Mismatch;
    }
}
