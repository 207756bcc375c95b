namespace Vtd.Boot;

/// <summary>How the run of a machine ended.</summary>
public enum BootEnding
{
    /// <summary>The guest switched the machine off.</summary>
    PoweredOff,

    /// <summary>The run was stopped from outside.</summary>
    Stopped,

    /// <summary>QEMU ended by itself.</summary>
    Failed,
}
