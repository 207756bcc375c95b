using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The summary of a kernel log as one JSON object.</summary>
public static class LogJson
{
    public static string Write(LogSummary log) => ReadableJson.Write(
        new LogResults(
            [.. log.Units.Select(static one => new LogUnitJson(one.Name, Bits.Hex(one.Address), one.Version, Bits.Hex(one.Capability), Bits.Hex(one.ExtendedCapability)))],
            [.. log.Faults.Select(Of)],
            [.. log.QueueErrors.Select(Of)],
            [.. log.Descriptors.Select(Of)],
            [.. log.Statuses.Select(static one => new StatusJson(one.Times, Bits.Hex(one.Decoded.Value), [.. one.Decoded.Fields.Where(static field => !field.Raw.IsZero).Select(static field => field.Field.Name)]))],
            log.Suppressed,
            [.. log.Strange.Where(static one => one.SpeaksOfFault).Select(static one => one.Line)])
        {
            Dumps = [.. log.Dumps.Select(Of)],
            Troubles = [.. log.Troubles.Select(static one => new TroubleJson(one.Times, one.Kind, one.Text, one.Meaning, [.. one.Decoded.Select(DecodedItemJson.Of)]))],
            Amd = [.. log.Amd.Select(static one => new AmdJson(one.Times, one.Name, one.Device, Hex(one.Lowest), Hex(one.Highest)))],
            LeftOut = log.LeftOut,
            NotUnderstood = log.NotUnderstood,
            NotUnderstoodLines = [.. log.Strange.Select(static one => new StrangeJson(one.Line, one.Text))],
        });

    private static DumpJson Of(DumpGroup one) => new(
        one.Times, one.Dump.Start.Unit, Bits.Hex(one.Dump.Start.Address), one.Dump.Fault?.Line, one.Verdict.Agrees, one.Verdict.Text,
        [.. one.Dump.Entries.Select(static entry => new DumpedEntryJson([.. entry.Words.Select(static word => Bits.Hex(word, 64))], entry.Level, entry.Decoded is { } decoded ? DecodedItemJson.Of(decoded) : null))]);

    private static string? Hex(ulong? place) => place is { } value ? Bits.Hex(value) : null;

    private static FaultJson Of(FaultGroup one) => new(
        one.Times, one.Request, DeviceName.Of(one.SourceId), one.Pasid, Bits.Hex(one.Lowest), Bits.Hex(one.Highest), one.Places, ReasonOf(one.Reason, one.Code), one.Cause);

    private static QueueErrorJson Of(QueueErrorGroup one) => new(
        one.Times, one.Flag, one.Meaning, ReasonOf(one.Reason, one.Code), one.SourceId is { } device ? DeviceName.Of(device) : null, one.Cause);

    private static DescriptorJson Of(DescriptorGroup one) => new(
        one.Times, one.Place, [.. one.Words.Select(static word => Bits.Hex(word, 64))], one.Decoded is { } decoded ? DecodedItemJson.Of(decoded) : null);

    private static ReasonJson? ReasonOf(uint? reason, LinkedCode? code) =>
        reason is { } number ? new ReasonJson(Bits.Hex(number, 8), code?.Name, code?.Mnemonic, code?.Meaning) : null;
}

/// <summary>All of it.</summary>
public sealed record LogResults(
    IReadOnlyList<LogUnitJson> Units, IReadOnlyList<FaultJson> Faults, IReadOnlyList<QueueErrorJson> QueueErrors, IReadOnlyList<DescriptorJson> Descriptors,
    IReadOnlyList<StatusJson> Statuses, ulong Suppressed, IReadOnlyList<int> StrangeLines)
{
    public required IReadOnlyList<DumpJson> Dumps { get; init; }

    public required IReadOnlyList<TroubleJson> Troubles { get; init; }

    public required IReadOnlyList<AmdJson> Amd { get; init; }

    public required long LeftOut { get; init; }

    public required int NotUnderstood { get; init; }

    public required IReadOnlyList<StrangeJson> NotUnderstoodLines { get; init; }
}

/// <summary>A unit.</summary>
public sealed record LogUnitJson(string Name, string Base, string Version, string Cap, string Ecap);

/// <summary>Equal faults.</summary>
public sealed record FaultJson(
    Times Times, string Request, string Function, uint? Pasid, string Lowest, string Highest, int Places, ReasonJson? Reason, string? Cause);

/// <summary>Equal errors of the queue.</summary>
public sealed record QueueErrorJson(Times Times, string Flag, string? Meaning, ReasonJson? Reason, string? Function, string? Cause);

/// <summary>A reason.</summary>
public sealed record ReasonJson(string Code, string? Name, string? Mnemonic, string? Meaning);

/// <summary>A descriptor that was shown.</summary>
public sealed record DescriptorJson(Times Times, string Place, IReadOnlyList<string> Words, DecodedItemJson? Decoded);

/// <summary>A value of the fault status register, and its fields that are not 0.</summary>
public sealed record StatusJson(Times Times, string Value, IReadOnlyList<string> Set);

/// <summary>Tables that were shown after a fault.</summary>
public sealed record DumpJson(Times Times, string Unit, string Address, int? FaultLine, bool? Agrees, string Verdict, IReadOnlyList<DumpedEntryJson> Entries);

/// <summary>An entry of them; level 0 if it is in no page table.</summary>
public sealed record DumpedEntryJson(IReadOnlyList<string> Words, int Level, DecodedItemJson? Decoded);

/// <summary>Equal trouble of another kind.</summary>
public sealed record TroubleJson(Times Times, string Kind, string Text, string Meaning, IReadOnlyList<DecodedItemJson> Decoded);

/// <summary>Equal events of AMD IOMMUs.</summary>
public sealed record AmdJson(Times Times, string Name, string Device, string? Lowest, string? Highest);

/// <summary>A line that is not understood.</summary>
public sealed record StrangeJson(int Line, string Text);
