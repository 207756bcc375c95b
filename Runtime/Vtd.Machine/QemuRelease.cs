namespace Vtd.Machine;

/// <summary>A release of QEMU.</summary>
public readonly record struct QemuRelease(int Major, int Minor, int Micro)
{
    /// <summary>The newest release that is known.</summary>
    public static QemuRelease Newest { get; } = new(11, 1, 3);

    /// <summary>Whether the release is another one or later.</summary>
    public bool IsFrom(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>Whether the release is of a major release from one on and before another.</summary>
    public bool IsWithin(int from, int until) => Major >= from && Major < until;

    /// <summary>Converts the release to a version of .NET.</summary>
    public Version ToVersion() => new(Major, Minor, Micro);

    public override string ToString() => ToVersion().ToString();
}
