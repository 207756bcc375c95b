namespace Vtd.Boot;

/// <summary>The endings of a machine's run.</summary>
public enum BootEnding
{
    /// <summary>The guest switched the machine off.</summary>
    PoweredOff,

    /// <summary>The run was stopped from outside.</summary>
    Stopped,

    /// <summary>QEMU ended by itself.</summary>
    Failed,
}
