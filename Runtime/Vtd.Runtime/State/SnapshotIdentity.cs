namespace Vtd.Runtime.State;

/// <summary>The identity of a unit: a snapshot is restored into units of the same identity alone.</summary>
/// <param name="Version">VER.</param>
/// <param name="Capabilities">CAP.</param>
/// <param name="ExtendedCapabilities">ECAP.</param>
/// <param name="HostAddressWidth">Width of host addresses in bits.</param>
/// <param name="Quirks">Deviations from the architecture.</param>
internal sealed record SnapshotIdentity(uint Version, ulong Capabilities, ulong ExtendedCapabilities, byte HostAddressWidth, UnitQuirks Quirks)
{
    /// <summary>Gets the identity of a unit.</summary>
    public static SnapshotIdentity Of(UnitState state) => new(
        state.Registers.VER.Value,
        state.Registers.CAP.Value,
        state.Registers.ECAP.Value,
        (byte)state.HostAddressWidth,
        state.Quirks);

    /// <summary>Reads an identity.</summary>
    public static SnapshotIdentity Read(SnapshotSection section)
    {
        var (version, capabilities, extended, width) = (section.ReadUInt32(), section.ReadUInt64(), section.ReadUInt64(), section.ReadByte());
        var quirks = UnitQuirks.None;
        for (var left = section.ReadByte(); left > 0; left--)
        {
            var number = section.ReadByte();
            if (number == 0)
                throw SnapshotReader.Refusal("its unit has a quirk with the number 0");
            quirks = quirks.With((UnitQuirk)number);
        }
        return new(version, capabilities, extended, width, quirks);
    }

    /// <summary>Writes the identity.</summary>
    public void Save(BinaryWriter section)
    {
        section.Write(Version);
        section.Write(Capabilities);
        section.Write(ExtendedCapabilities);
        section.Write(HostAddressWidth);
        section.Write((byte)Quirks.Count);
        foreach (var quirk in Quirks)
            section.Write((byte)quirk);
    }

    /// <summary>Checks that a snapshot is of a unit like this one.</summary>
    /// <exception cref="InvalidDataException">The units differ.</exception>
    public void Check(SnapshotIdentity saved)
    {
        Check("VER", $"0x{saved.Version:x}", $"0x{Version:x}");
        Check("CAP", $"0x{saved.Capabilities:x}", $"0x{Capabilities:x}");
        Check("ECAP", $"0x{saved.ExtendedCapabilities:x}", $"0x{ExtendedCapabilities:x}");
        Check("a host address width", $"{saved.HostAddressWidth}", $"{HostAddressWidth}");
        if (saved.Quirks != Quirks)
            throw SnapshotReader.Refusal($"its unit has the quirks {saved.Quirks}, and this one {Quirks}");
    }

    private static void Check(string what, string saved, string present)
    {
        if (saved != present)
            throw SnapshotReader.Refusal($"its unit has {what} of {saved}, and this one of {present}");
    }
}
