using System.Xml.Linq;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export.Maps;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Svd;

/// <summary>Accesses in the words of SVD.</summary>
internal static class SvdAccess
{
    /// <summary>The elements with the access of a field.</summary>
    public static IEnumerable<XElement> Of(MappedField field)
    {
        var access = field.Field.Access;
        yield return new("access", Word(access));
        if (OnWrite(access.OnWrite) is { } write)
            yield return new("modifiedWriteValues", write);
        if (OnRead(field) is { } read)
            yield return new("readAction", read);
    }

    /// <summary>The effects of a field that the format has no words for.</summary>
    public static IEnumerable<Loss> LossesOf(MappedField field)
    {
        var access = field.Field.Access;
        if (access.OnWrite == WriteEffect.Command)
            yield return new("bits that give a command", access.Word());
        if (field.CallsOnRead && access.OnRead != ReadEffect.None)
            yield return new("reads that call the device and change the field", access.Word());
        if (field.CallsOnWrite)
            yield return new("writes that call the device", field.Name);
    }

    private static string Word(Access access) => access switch
    {
        { OnWrite: WriteEffect.None } => "read-only",
        { IsReadable: true, IsWriteOnce: true } => "read-writeOnce",
        { IsWriteOnce: true } => "writeOnce",
        { IsReadable: true } => "read-write",
        _ => "write-only",
    };

    private static string? OnWrite(WriteEffect effect) => effect switch
    {
        WriteEffect.OneClears => "oneToClear",
        WriteEffect.OneSets => "oneToSet",
        WriteEffect.OneToggles => "oneToToggle",
        WriteEffect.ZeroClears => "zeroToClear",
        WriteEffect.ZeroSets => "zeroToSet",
        WriteEffect.ZeroToggles => "zeroToToggle",
        WriteEffect.AnyClears => "clear",
        WriteEffect.AnySets => "set",
        _ => null,
    };

    private static string? OnRead(MappedField field) => field.Field.Access.OnRead switch
    {
        ReadEffect.Clears => "clear",
        ReadEffect.Sets => "set",
        _ => field.CallsOnRead ? "modify" : null,
    };
}
