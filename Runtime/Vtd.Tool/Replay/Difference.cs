using System.Globalization;
using Vtd.Runtime;
using Vtd.Runtime.Architecture;
using Vtd.Tool.Recordings;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>The unit did other than the recording says.</summary>
internal abstract record Difference
{
    /// <summary>The difference for people.</summary>
    public abstract Mismatch Describe(RegisterText registers);

    protected static string Hex(ulong value) => $"0x{value.ToString("x", CultureInfo.InvariantCulture)}";
}

/// <summary>A register read gave another value.</summary>
internal sealed record RegisterDifference(RegisterRead Recorded, ulong Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded.Line, Recorded.Text, registers.Describe(Recorded.Offset, Recorded.Value), registers.Describe(Recorded.Offset, Actual));
}

/// <summary>A memory write differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">What happened to the unit.</param>
/// <param name="Descriptors">The invalidation descriptors that the recorded unit read, which say what the write is.</param>
internal sealed record MemoryWriteDifference(
    FedEvent Trigger, MemoryWrite? Recorded, MemoryWriteDone? Actual, IReadOnlyList<MemoryRead> Descriptors) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        Recorded is null ? "no memory write" : Text(Recorded.Address, Recorded.Bytes, Recorded.Failed),
        Actual is null ? "no memory write" : Text(Actual.Address, Actual.Bytes, Actual.Failed));

    private string Text(ulong address, byte[] bytes, bool failed)
    {
        var text = $"write of {Convert.ToHexStringLower(bytes)} to {Hex(address)}{(failed ? ", which failed" : "")}";
        foreach (var descriptor in Descriptors)
        {
            if (WaitDescriptor.Read(descriptor.Bytes) is var wait && wait.STADDR == address)
                return $"{text}, asked for by {wait}";
        }

        return text;
    }
}

/// <summary>An interrupt differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">What happened to the unit.</param>
internal sealed record InterruptDifference(FedEvent Trigger, MessageSent? Recorded, Message? Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        Recorded is null ? "no interrupt" : Text(Recorded.Address, Recorded.Data),
        Actual is { } sent ? Text(sent.Address, sent.Data) : "no interrupt");

    private static string Text(ulong address, uint data) => $"interrupt: {Hex(data)} to {Hex(address)}";
}

/// <summary>The unit's IOTLB held a page that the guest's tables no longer map so.</summary>
internal sealed record StaleTranslationDifference(TranslationRequest Request, TranslationResult Recorded, PageTranslation Cached) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded.Line,
        Recorded.Text,
        $"{Hex(Request.Address)} of {FunctionName.Of(Request.SourceId)} -> {Hex(Recorded.Page)}",
        $"{Hex(Request.Address)} of {FunctionName.Of(Request.SourceId)} -> {Hex(Cached.Output)} from the IOTLB");
}
