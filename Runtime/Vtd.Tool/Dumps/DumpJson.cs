using Vtd.Runtime.Inspection;
using Vtd.Spec.Tools;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Tool.Dumps;

/// <summary>A dump as one JSON object. Numbers that can be wide are hexadecimal strings.</summary>
internal static class DumpJson
{
    public static string Write(DecodedDump dump) => ReadableJson.Write(ResultOf(dump));

    private static DumpResult ResultOf(DecodedDump dump)
    {
        var (unit, queue) = (dump.Unit, dump.Unit.Queue);
        return new(
            dump.File,
            dump.Scenario,
            dump.Place.Line,
            dump.Place.Boot,
            [.. dump.Registers.Registers.Select(static one => new RegisterJson(one.Row.Name, Bits.Hex(one.Row.Offset), DecodedItemJson.Of(one.Decoded)))],
            Of(dump.Contexts),
            Of(dump.Pasids),
            new([.. unit.Pages.Shown.Select(Of)], unit.Pages.Total),
            new([.. unit.Interrupts.Shown.Select(Of)], unit.Interrupts.Total),
            new(queue.IsOn, queue.IsStopped, Bits.Hex(queue.Address), queue.Size, queue.DescriptorSize, queue.Head, queue.Tail, Of(dump.Descriptors)),
            new([.. unit.Attachments.Shown.Select(Of)], unit.Attachments.Total),
            new([.. unit.Pending.Shown.Select(DecodedDump.TextOf)], unit.Pending.Total));
    }

    private static ListJson<ItemJson> Of(DecodedList list) => new(
        [.. list.Shown.Select(static one => new ItemJson(one.Place, [.. one.Words.Select(static word => Bits.Hex(word, 64))], one.Decoded is { } decoded ? DecodedItemJson.Of(decoded) : null))],
        list.Total);

    private static PageJson Of(DumpedPage page) => new(
        page.Domain, page.Pasid, Bits.Hex(page.Page.Input), Bits.Hex(page.Page.Output), Bits.Hex(page.Page.Size), page.Page.Permissions.ToString());

    private static InterruptJson Of(DumpedInterrupt entry) => new(entry.Index, entry.IsPosted, Bits.Hex(entry.Address), Bits.Hex(entry.Data));

    private static AttachmentJson Of(DumpedAttachment attachment) => new(
        attachment.SourceId.ToString(), attachment.Pasid, attachment.Domain, DecodedDump.TextOf(attachment), attachment.IsOnHost, attachment.IsStuck);
}

/// <param name="Line">Line of what happened last.</param>
/// <param name="Boot">1 is power-on.</param>
internal sealed record DumpResult(
    string File,
    string? Scenario,
    int Line,
    int Boot,
    IReadOnlyList<RegisterJson> Registers,
    ListJson<ItemJson> Contexts,
    ListJson<ItemJson> Pasids,
    ListJson<PageJson> Pages,
    ListJson<InterruptJson> Interrupts,
    QueueJson Queue,
    ListJson<AttachmentJson> Attachments,
    ListJson<string> Pending);

/// <summary>The first of some things, and how many there are.</summary>
internal sealed record ListJson<T>(IReadOnlyList<T> Shown, int Total);

/// <summary>A register.</summary>
internal sealed record RegisterJson(string Name, string Offset, DecodedItemJson Decoded);

/// <summary>An entry or a descriptor.</summary>
internal sealed record ItemJson(string Place, IReadOnlyList<string> Words, DecodedItemJson? Decoded);

/// <summary>A cached page.</summary>
internal sealed record PageJson(ushort Domain, uint? Pasid, string Input, string Output, string Size, string Permissions);

/// <summary>A cached interrupt remapping entry.</summary>
internal sealed record InterruptJson(int Index, bool IsPosted, string Address, string Data);

/// <summary>The invalidation queue.</summary>
internal sealed record QueueJson(
    bool IsOn, bool IsStopped, string Address, int Size, int DescriptorSize, int Head, int Tail, ListJson<ItemJson> Next);

/// <summary>An attachment of a host device.</summary>
internal sealed record AttachmentJson(string Function, uint? Pasid, ushort Domain, string Table, bool IsOnHost, bool IsStuck);
