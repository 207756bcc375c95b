using System.Text.Json;
using System.Text.Json.Serialization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The summary of a kernel log as one JSON object.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(LogResults))]
public sealed partial class LogJson : JsonSerializerContext
{
    public static string Write(LogSummary log) => JsonSerializer.Serialize(
        new LogResults(
            [.. log.Units.Select(static one => new LogUnitJson(one.Name, Bits.Hex(one.Address), one.Version, Bits.Hex(one.Capability), Bits.Hex(one.ExtendedCapability)))],
            [.. log.Faults.Select(Of)],
            [.. log.QueueErrors.Select(Of)],
            [.. log.Descriptors.Select(Of)],
            [.. log.Statuses.Select(static one => new StatusJson(one.Times, Bits.Hex(one.Decoded.Value), [.. one.Decoded.Fields.Where(static field => !field.Raw.IsZero).Select(static field => field.Field.Name)]))],
            log.Suppressed,
            [.. log.Strange.Select(static one => one.Line)]),
        Default.LogResults);

    private static FaultJson Of(FaultGroup one) => new(
        one.Times, one.Request, DeviceName.Of(one.SourceId), one.Pasid, Bits.Hex(one.Lowest), Bits.Hex(one.Highest), one.Places, ReasonOf(one.Reason, one.Code), one.Cause);

    private static QueueErrorJson Of(QueueErrorGroup one) => new(
        one.Times, one.Flag, one.Meaning, ReasonOf(one.Reason, one.Code), one.SourceId is { } device ? DeviceName.Of(device) : null, one.Cause);

    private static DescriptorJson Of(DescriptorGroup one) => new(
        one.Times, one.Place, [.. one.Words.Select(static word => Bits.Hex(word, 64))], one.Decoded is { } decoded ? Decode.DecodedItemJson.Of(decoded) : null);

    private static ReasonJson? ReasonOf(uint? reason, LinkedCode? code) =>
        reason is { } number ? new ReasonJson(Bits.Hex(number, 8), code?.Name, code?.Mnemonic, code?.Meaning) : null;
}

/// <summary>All of it.</summary>
public sealed record LogResults(
    IReadOnlyList<LogUnitJson> Units, IReadOnlyList<FaultJson> Faults, IReadOnlyList<QueueErrorJson> QueueErrors, IReadOnlyList<DescriptorJson> Descriptors,
    IReadOnlyList<StatusJson> Statuses, ulong Suppressed, IReadOnlyList<int> StrangeLines);

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
