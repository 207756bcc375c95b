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
            dump.Caches.ToDictionary(static cache => cache.Name, static cache => new ListJson<IReadOnlyDictionary<string, object?>>([.. cache.Shown.Select(Of)], cache.Total)),
            new(queue.IsOn, queue.IsStopped, Bits.Hex(queue.Address), queue.Size, queue.DescriptorSize, queue.Head, queue.Tail, Of(dump.Descriptors)),
            new([.. unit.Attachments.Shown.Select(Of)], unit.Attachments.Total),
            new([.. unit.Pending.Shown.Select(DecodedDump.TextOf)], unit.Pending.Total));
    }

    private static ListJson<ItemJson> Of(DecodedList list) => new([.. list.Shown.Select(Of)], list.Total);

    private static ItemJson Of(DecodedItem item) => new(
        item.Place, [.. item.Words.Select(static word => Bits.Hex(word, 64))], item.Decoded is { } decoded ? DecodedItemJson.Of(decoded) : null);

    /// <summary>The values of a cached entry by name. One that the cache keeps as it was read has the properties of a descriptor as well.</summary>
    private static Dictionary<string, object?> Of(DecodedEntry entry)
    {
        var values = entry.Values.ToDictionary(static value => value.Name, static value => value is { Number: null, Text: "" } ? null : value.Number ?? (object)value.Text);
        if (entry.Item is { } item)
        {
            var (_, words, decoded) = Of(item);
            values.Add("words", words);
            values.Add("decoded", decoded);
        }
        return values;
    }

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
    IReadOnlyDictionary<string, ListJson<IReadOnlyDictionary<string, object?>>> Caches,
    QueueJson Queue,
    ListJson<AttachmentJson> Attachments,
    ListJson<string> Pending);

/// <summary>The first of some things, and how many there are.</summary>
internal sealed record ListJson<T>(IReadOnlyList<T> Shown, int Total);

/// <summary>A register.</summary>
internal sealed record RegisterJson(string Name, string Offset, DecodedItemJson Decoded);

/// <summary>A descriptor.</summary>
internal sealed record ItemJson(string Place, IReadOnlyList<string> Words, DecodedItemJson? Decoded);

/// <summary>The invalidation queue.</summary>
internal sealed record QueueJson(
    bool IsOn, bool IsStopped, string Address, int Size, int DescriptorSize, int Head, int Tail, ListJson<ItemJson> Next);

/// <summary>An attachment of a host device.</summary>
internal sealed record AttachmentJson(string Function, uint? Pasid, ushort Domain, string Table, bool IsOnHost, bool IsStuck);
