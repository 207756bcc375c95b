using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Reference;

/// <summary>Access words as other formats spell them.</summary>
/// <param name="access">The access.</param>
internal sealed class AccessSpelling(Access access)
{
    /// <summary>A format that has no such access.</summary>
    private const string None = "-";

    /// <summary>The row of the table of the reference.</summary>
    public string Row() => $"| `{access.Name}` | {SystemRdl()} | {Svd()} | {Reggen()} | {Uvm()} |";

    /// <summary>Properties of SystemRDL 2.0: <c>sw</c>, <c>onread</c> and <c>onwrite</c>.</summary>
    private string SystemRdl()
    {
        var can = (access.IsReadable ? "r" : "") + (access.IsWritable() ? "w" : "") + (access.IsWriteOnce ? "1" : "");
        var onRead = access.OnRead switch { ReadEffect.Clears => "rclr", ReadEffect.Sets => "rset", _ => null };
        var onWrite = access.OnWrite switch
        {
            WriteEffect.OneClears => "woclr",
            WriteEffect.OneSets => "woset",
            WriteEffect.OneToggles => "wot",
            WriteEffect.ZeroClears => "wzc",
            WriteEffect.ZeroSets => "wzs",
            WriteEffect.ZeroToggles => "wzt",
            WriteEffect.AnyClears => "wclr",
            WriteEffect.AnySets => "wset",
            WriteEffect.Command => "woset; singlepulse",
            _ => null,
        };
        return Joined($"sw={can}", onRead is null ? null : "onread=" + onRead, onWrite is null ? null : "onwrite=" + onWrite);
    }

    /// <summary>Elements of CMSIS-SVD: <c>access</c>, <c>readAction</c> and <c>modifiedWriteValues</c>.</summary>
    private string Svd()
    {
        var can = access switch
        {
            { IsWriteOnce: true } => access.IsReadable ? "read-writeOnce" : "writeOnce",
            { IsReadable: true } => access.IsWritable() ? "read-write" : "read-only",
            _ => "write-only",
        };
        var readAction = access.OnRead switch { ReadEffect.Clears => "clear", ReadEffect.Sets => "set", _ => null };
        var modified = access.OnWrite switch
        {
            WriteEffect.OneClears => "oneToClear",
            WriteEffect.OneSets or WriteEffect.Command => "oneToSet",
            WriteEffect.OneToggles => "oneToToggle",
            WriteEffect.ZeroClears => "zeroToClear",
            WriteEffect.ZeroSets => "zeroToSet",
            WriteEffect.ZeroToggles => "zeroToToggle",
            WriteEffect.AnyClears => "clear",
            WriteEffect.AnySets => "set",
            _ => null,
        };
        return Joined(can, readAction is null ? null : "readAction=" + readAction, modified is null ? null : "modifiedWriteValues=" + modified);
    }

    /// <summary>The <c>swaccess</c> of OpenTitan's reggen, which has few.</summary>
    private string Reggen() => access switch
    {
        { IsSticky: true } or { IsWriteOnce: true } or { OnWrite: WriteEffect.Command } => None,
        { OnRead: ReadEffect.Clears, OnWrite: WriteEffect.None } => "`rc`",
        { OnRead: not ReadEffect.None } => None,
        { OnWrite: WriteEffect.None } => "`ro`",
        { OnWrite: WriteEffect.Stores } => access.IsReadable ? "`rw`" : "`wo`",
        { OnWrite: WriteEffect.OneClears } => access.IsReadable ? "`rw1c`" : "`r0w1c`",
        { OnWrite: WriteEffect.OneSets, IsReadable: true } => "`rw1s`",
        { OnWrite: WriteEffect.ZeroClears, IsReadable: true } => "`rw0c`",
        _ => None,
    };

    /// <summary>The access policy of a field of UVM.</summary>
    private string Uvm()
    {
        var written = access.OnWrite switch
        {
            WriteEffect.Stores => "W",
            WriteEffect.OneClears => "W1C",
            WriteEffect.OneSets => "W1S",
            WriteEffect.OneToggles => "W1T",
            WriteEffect.ZeroClears => "W0C",
            WriteEffect.ZeroSets => "W0S",
            WriteEffect.ZeroToggles => "W0T",
            WriteEffect.AnyClears => "WC",
            WriteEffect.AnySets => "WS",
            _ => "",
        };
        var read = access.OnRead switch { ReadEffect.Clears => "RC", ReadEffect.Sets => "RS", _ => "" };
        return access switch
        {
            { IsSticky: true } or { OnWrite: WriteEffect.Command } => None,
            { IsWriteOnce: true } => access.IsReadable ? "`W1`" : "`WO1`",
            { IsReadable: false, OnWrite: WriteEffect.Stores or WriteEffect.AnyClears or WriteEffect.AnySets } => $"`WO{written.Substring(1)}`",
            { IsReadable: false } => None,
            { OnRead: ReadEffect.None, OnWrite: WriteEffect.None } => "`RO`",
            { OnRead: ReadEffect.None, OnWrite: WriteEffect.Stores } => "`RW`",
            _ => $"`{written}{read}`",
        };
    }

    private static string Joined(params string?[] parts) => $"`{string.Join("; ", parts.Where(static part => part is not null))}`";
}
