using System.Globalization;
using System.Numerics;
using Vtd.Conformance.Replay;
using Vtd.Runtime;
using Vtd.Runtime.Inspection;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.Regset;
using Vtd.Traces;

namespace Vtd.Tool.Dumps;

/// <summary>The state of a unit, decoded by the spec.</summary>
/// <param name="File">The recording.</param>
/// <param name="Scenario">Name of the part of a bundle.</param>
/// <param name="Place">The place up to which the recording was replayed.</param>
/// <param name="Registers">Registers that exist.</param>
/// <param name="Caches">The caches, in the order of <see cref="CacheKind"/>.</param>
/// <param name="Descriptors">The next descriptors of the invalidation queue.</param>
/// <param name="Unit">The dump that was decoded.</param>
internal sealed record DecodedDump(
    string File,
    string? Scenario,
    ReplayPlace Place,
    DecodedSet Registers,
    IReadOnlyList<DecodedCache> Caches,
    DecodedList Descriptors,
    UnitDump Unit)
{
    public static DecodedDump Of(string file, Scenario scenario, ReplayPlace place, UnitDump unit, Catalog catalog)
    {
        var spec = catalog.Specs.First(static one => one.Blocks.Count > 0);
        var registers = DecodedSet.Of(RowsOf(unit.Registers, spec), spec);
        var known = new KnownRegisters();
        foreach (var (_, decoded) in registers.Registers)
        {
            if (decoded.Layout.Index is null && spec.Registers.FirstOrDefault(one => one.Mnemonic == decoded.Layout.Name) is { } register)
                known.Add(register, decoded.Value);
        }

        var descriptors = unit.Queue.Next.Shown.Select((words, index) => DecodedItem.Of(PlaceOf(unit.Queue, index), "descriptor", words, catalog, known));
        return new(
            file,
            scenario.Label,
            place,
            registers,
            [.. unit.Caches.OrderBy(static cache => cache.Key).Select(cache => DecodedCache.Of(cache.Key, cache.Value, catalog, known))],
            new([.. descriptors], unit.Queue.Next.Total),
            unit);
    }

    /// <summary>A call that is still to be made, in words.</summary>
    public static string TextOf(DumpedCall call) => call switch
    {
        { Action: { } action } => $"{action.Operation.ToString().ToLowerInvariant()} {action.SourceId} {PasidName(action.Pasid)}",
        { Other: { } other } => other,
        { Address: { } address } => $"interrupt message {Bits.Hex(call.Data.GetValueOrDefault())} to {Bits.Hex(address)}",
        _ => "end of a reset",
    };

    /// <summary>The destination of requests, in words.</summary>
    public static string TextOf(DumpedAttachment attachment) => attachment switch
    {
        { Table: { } table } => string.Create(CultureInfo.InvariantCulture, $"first-stage table at {Bits.Hex(table.Address)}, {table.AddressWidth}-bit addresses{(table.Flags == StageOneFlags.None ? "" : $", {table.Flags}")}"),
        { Access: HostAccess.DefaultTable } => "the device's default table",
        _ => "blocked",
    };

    /// <summary>The requests of a PASID, in words.</summary>
    public static string PasidName(uint? pasid) => pasid is { } number ? $"PASID {number.ToString(CultureInfo.InvariantCulture)}" : "without PASID";

    private static string PlaceOf(DumpedQueue queue, int index) => Bits.Hex((queue.Head + index * queue.DescriptorSize) % queue.Size);

    /// <summary>Registers that hold something, and those that every unit has.</summary>
    private static RegisterSet RowsOf(IReadOnlyList<uint> words, LinkedSpec spec)
    {
        var known = new KnownRegisters();
        foreach (var register in spec.Registers.Where(static register => register is { Base: null, IsArray: false }))
            known.Add(register, ValueOf(words, register.Offset, register.Width));
        // Where a unit lacks the register that tells a place, the place is 0, which is another register's.
        var places = new RegisterPlaces(spec, known).All.OrderBy(static place => place.Register.Base is not null).DistinctBy(static place => place.Offset);
        var rows =
            from place in places
            orderby place.Offset
            let value = ValueOf(words, place.Offset, place.Register.Width)
            where !value.IsZero || place.Register is { When: null, IsArray: false }
            select new RegisterRow(0, place.Index is { } index ? ElementName.Of(place.Register, index) : place.Register.Mnemonic, place.Offset, value);
        return new("registers", null, [.. rows]);
    }

    private static BigInteger ValueOf(IReadOnlyList<uint> words, long offset, int width)
    {
        var value = BigInteger.Zero;
        for (var bit = 0; bit < width; bit += 32)
            value |= (BigInteger)words[(int)(offset + bit / 8) / 4] << bit;
        return value;
    }
}

/// <summary>The first of some things, and how many there are.</summary>
internal sealed record DecodedList(IReadOnlyList<DecodedItem> Shown, int Total);

/// <summary>The first entries of a cache, and the number of all.</summary>
/// <param name="Name">The name of the cache, as metrics have it.</param>
internal sealed record DecodedCache(string Name, IReadOnlyList<DecodedEntry> Shown, int Total)
{
    public static DecodedCache Of(CacheKind cache, DumpedList<DumpedCacheEntry> entries, Catalog catalog, KnownRegisters known) => new(
        cache.ToString().ToLowerInvariant(), [.. entries.Shown.Select(entry => DecodedEntry.Of(entry, catalog, known))], entries.Total);
}

/// <summary>A cached entry.</summary>
/// <param name="Values">The values that identify the entry, and those that it holds.</param>
/// <param name="Item">The entry as it was read, if the cache keeps that.</param>
internal sealed record DecodedEntry(IReadOnlyList<DumpedValue> Values, DecodedItem? Item)
{
    public static DecodedEntry Of(DumpedCacheEntry entry, Catalog catalog, KnownRegisters known) => new(
        entry.Values,
        entry.Layout is { } layout ? DecodedItem.Of(string.Join(' ', entry.Values.Select(static value => value.Text)), layout, entry.Words, catalog, known) : null);
}

/// <summary>An entry or a descriptor.</summary>
/// <param name="Place">The owner or the address of the entry.</param>
/// <param name="Words">The words, the lowest first.</param>
/// <param name="Decoded">The decoded entry; null if it cannot be read or the spec has no such entry.</param>
internal sealed record DecodedItem(string Place, IReadOnlyList<ulong> Words, Decoded? Decoded)
{
    public static DecodedItem Of(string place, string layout, IReadOnlyList<ulong> words, Catalog catalog, KnownRegisters known) =>
        new(place, words, words.Count == 0 ? null : Decode(layout, words, catalog, known));

    // What a queue holds was written by software: it need not be a descriptor.
    private static Decoded? Decode(string layout, IReadOnlyList<ulong> words, Catalog catalog, KnownRegisters known)
    {
        try
        {
            return catalog.Find(layout).Decode(GivenValue.OfWords([.. words.Select(static word => Bits.Hex(word))]), known)[0];
        }
        catch (UndecodableException)
        {
            return null;
        }
    }
}
