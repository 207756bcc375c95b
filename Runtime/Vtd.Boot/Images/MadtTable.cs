using Vtd.Boot.Images.MadtLayout;

namespace Vtd.Boot.Images;

/// <summary>Makes the MADT table of ACPI, by which an operating system finds processors and interrupt controllers (ACPI 6.5, 5.2.12).</summary>
/// <remarks>But for the I/O APIC it says what QEMU's own table of a q35 says.</remarks>
public static class MadtTable
{
    /// <summary>The identity of the I/O APIC.</summary>
    public const byte IoApicId = 0;

    private const string Signature = "APIC";
    private const byte Revision = 1;
    private const uint LocalApicAddress = 0xFEE0_0000;
    private const byte NmiInput = 1;
    private const byte TimerSource = 0;
    private const byte TimerPin = 2;

    // Interrupts of the ISA bus that the board raises for ACPI and PCI.
    private static readonly byte[] s_levels = [5, 9, 10, 11];

    /// <summary>Makes the table of a machine with one I/O APIC.</summary>
    /// <param name="processors">Processors, whose local APICs are numbered from 0.</param>
    /// <param name="ioApicAddress">Guest-physical address of the registers of the I/O APIC.</param>
    public static byte[] Create(int processors, uint ioApicAddress)
    {
        var head = default(MadtHead) with { PIC = true, ADDRESS = LocalApicAddress };
        return AcpiTable.Create(Signature, Revision, [
            .. AcpiTable.BytesOf(MadtHead.SizeInBytes, head.CopyTo),
            .. Enumerable.Range(0, processors).SelectMany(static number => Processor((byte)number)),
            .. IoApicAt(ioApicAddress),
            .. Override(TimerSource, TimerPin, Polarity.Bus, Trigger.Bus),
            .. s_levels.SelectMany(static source => Override(source, source, Polarity.High, Trigger.Level)),
            .. NmiOfAll(),
        ]);
    }

    private static byte[] Processor(byte number)
    {
        var entry = default(LocalApic) with
        {
            TYPE = InterruptStructureType.LocalApic,
            LENGTH = LocalApic.SizeInBytes,
            PROCESSOR = number,
            ID = number,
            ENABLED = true,
        };
        return AcpiTable.BytesOf(LocalApic.SizeInBytes, entry.CopyTo);
    }

    private static byte[] IoApicAt(uint address)
    {
        var entry = default(IoApic) with { TYPE = InterruptStructureType.IoApic, LENGTH = IoApic.SizeInBytes, ID = IoApicId, ADDRESS = address };
        return AcpiTable.BytesOf(IoApic.SizeInBytes, entry.CopyTo);
    }

    private static byte[] Override(byte source, byte pin, Polarity polarity, Trigger trigger)
    {
        var entry = default(SourceOverride) with
        {
            TYPE = InterruptStructureType.SourceOverride,
            LENGTH = SourceOverride.SizeInBytes,
            SOURCE = source,
            INTERRUPT = pin,
            POLARITY = polarity,
            TRIGGER = trigger,
        };
        return AcpiTable.BytesOf(SourceOverride.SizeInBytes, entry.CopyTo);
    }

    private static byte[] NmiOfAll()
    {
        var entry = default(LocalApicNmi) with
        {
            TYPE = InterruptStructureType.LocalApicNmi,
            LENGTH = LocalApicNmi.SizeInBytes,
            PROCESSOR = byte.MaxValue,
            INPUT = NmiInput,
        };
        return AcpiTable.BytesOf(LocalApicNmi.SizeInBytes, entry.CopyTo);
    }
}
