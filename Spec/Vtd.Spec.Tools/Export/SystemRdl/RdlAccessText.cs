using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export.Maps;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.SystemRdl;

/// <summary>Accesses in the words of SystemRDL.</summary>
internal static class RdlAccessText
{
    /// <summary>The properties with the access of a field.</summary>
    public static IEnumerable<string> Of(MappedField field)
    {
        var access = field.Field.Access;
        yield return "sw = " + Word(access);
        if (access.OnWrite == WriteEffect.Command)
            yield return "singlepulse";
        else if (OnWrite(access.OnWrite) is { } write)
            yield return "onwrite = " + write;
        if (OnRead(access.OnRead) is { } read)
            yield return "onread = " + read;
        else if (field.CallsOnRead)
            yield return "onread = ruser";
        if (IsAnyAccess(field))
            yield return "swacc";
        else if (field.CallsOnWrite && access.OnWrite != WriteEffect.Command)
            yield return "swmod";
    }

    /// <summary>The effects of a field that the format has no words for.</summary>
    public static IEnumerable<Loss> LossesOf(MappedField field)
    {
        var access = field.Field.Access;
        if (field.CallsOnRead && access.OnRead != ReadEffect.None && !IsAnyAccess(field))
            yield return new("reads that call the device and change the field", access.Word());
    }

    // The effect of reads has the place of the word for reads that call the device; there is one for all accesses that do.
    private static bool IsAnyAccess(MappedField field) =>
        field.CallsOnRead && field.Field.Access.OnRead != ReadEffect.None && (field.CallsOnWrite || !field.Field.Access.IsWritable());

    private static string Word(Access access) => access switch
    {
        { OnWrite: WriteEffect.None } => "r",
        { IsReadable: true, IsWriteOnce: true } => "rw1",
        { IsWriteOnce: true } => "w1",
        { IsReadable: true } => "rw",
        _ => "w",
    };

    private static string? OnWrite(WriteEffect effect) => effect switch
    {
        WriteEffect.OneClears => "woclr",
        WriteEffect.OneSets => "woset",
        WriteEffect.OneToggles => "wot",
        WriteEffect.ZeroClears => "wzc",
        WriteEffect.ZeroSets => "wzs",
        WriteEffect.ZeroToggles => "wzt",
        WriteEffect.AnyClears => "wclr",
        WriteEffect.AnySets => "wset",
        _ => null,
    };

    private static string? OnRead(ReadEffect effect) => effect switch
    {
        ReadEffect.Clears => "rclr",
        ReadEffect.Sets => "rset",
        _ => null,
    };
}
