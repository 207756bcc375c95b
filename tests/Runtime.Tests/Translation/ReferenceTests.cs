using System.Buffers.Binary;
using CsCheck;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>The unit, with its caches, against a walk without any: after every sequence of edits, invalidations and requests.</summary>
public class ReferenceTests
{
    private static readonly ulong[] Inputs =
    [
        0x5000, 0x5FFF, 0x6000, 0x9000, 0x20_0000, 0x20_1000, 0x31_2345, 0x4000_0000, 0x4020_0000, 1UL << 47, 1UL << 48, 0xFEE0_1000,
    ];

    private static readonly ulong[] Outputs = [0x9000, 0xA000, 0x20_0000, 0xFE0_0000, 0x4000_0000, 0xFEE0_0000, Machine.Nowhere, 1UL << 48];

    private static readonly int[] EntryBits = [0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 55, 62, 63];

    private static readonly (ulong Address, int Level)[] FirstSlots = [(0x5000, 1), (0x6000, 1), (0x5000, 2), (0x20_0000, 2), (0x4000_0000, 3), (0x5000, 4)];

    private static readonly (ulong Address, int Level)[] SecondSlots = [(0x5000, 1), (0x9000, 1), (0x5000, 2), (0x20_0000, 2), (0x4000_0000, 3), (0x5000, 4)];

    private static readonly (ulong Address, int Level)[] NestedSlots = [(0, 2), (Machine.FirstRoot, 2), (0x20_0000, 2), (0x4000_0000, 3), (0, 4)];

    private static readonly Gen<DmaRequest> Requests = Gen.Select(
        OneOf(Inputs),
        Gen.Enum<DmaAccess>(),
        Gen.Frequency((6, OneOf<uint?>(Machine.Pasid)), (4, OneOf<uint?>([null])), (1, OneOf<uint?>(Machine.RidPasid, 9, 0x3000))),
        Gen.Bool,
        (address, access, pasid, isPrivileged) => new DmaRequest(Machine.Device, address, access) { Pasid = pasid, IsPrivileged = isPrivileged });

    private static readonly Gen<Edit> PageEdits = Gen.Select(
        Gen.Bool,
        Gen.Int[0, 5],
        Gen.Frequency((2, OneOf<ulong?>([null])), (5, OneOf(Outputs).Select(output => (ulong?)output))),
        OneOf(EntryBits).Array[0, 2],
        Gen.Bool,
        (isFirst, slot, output, flips, drops) => new Edit(isFirst ? EditKind.First : EditKind.Second, slot, output, string.Join(',', flips), drops));

    private static readonly Gen<Edit> StructureEdits = Gen.Select(
        OneOf(EditKind.PasidLow, EditKind.PasidMiddle, EditKind.PasidHigh, EditKind.Context, EditKind.ContextHigh),
        OneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 23),
        (kind, bit) => new Edit(kind, 0, null, bit.ToString(System.Globalization.CultureInfo.InvariantCulture), true));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Requests.Select(request => new Step(request, null))),
        (3, PageEdits.Select(edit => new Step(null, edit))),
        (1, StructureEdits.Select(edit => new Step(null, edit))));

    private static readonly Gen<PasidTranslationType?> Types = OneOf<PasidTranslationType?>(
        null, PasidTranslationType.FirstStage, PasidTranslationType.SecondStage, PasidTranslationType.Nested, PasidTranslationType.PassThrough);

    private static readonly Gen<ulong> EntryFlags = Gen.ULong[0, 0xFF]; // of qword 2: SRE, ERE, FSPM, WPE, NXE, SMEP, EAFE

    public enum EditKind
    {
        First,
        Second,
        PasidLow,
        PasidMiddle,
        PasidHigh,
        Context,
        ContextHigh,
    }

    /// <param name="Kind">What is edited.</param>
    /// <param name="Slot">Which entry of it.</param>
    /// <param name="Output">The new address; null to begin with the entry as it was at first.</param>
    /// <param name="Flips">Bits that are changed.</param>
    /// <param name="Drops">Invalidated as required; else not at all.</param>
    public sealed record Edit(EditKind Kind, int Slot, ulong? Output, string Flips, bool Drops);

    public sealed record Step(DmaRequest? Request, Edit? Change);

    [Fact]
    public void With_the_required_invalidations_unit_and_reference_agree()
    {
        Gen.Select(Types, EntryFlags, Gen.Bool, Steps.Array[1, 60]).Sample(
            (type, flags, keepsAccessed, steps) =>
            {
                var run = new Run(type, flags, keepsAccessed);
                foreach (var step in steps)
                {
                    if (step.Change is { } edit)
                        run.Apply(edit with { Drops = true });
                    if (step.Request is { } request)
                        Assert.Equal((request, run.Expected(request)), (request, run.Answer(request)));
                }
            },
            iter: 3000,
            print: Print);
    }

    [Fact]
    public void With_invalidations_left_out_the_unit_answers_as_the_tables_were_at_some_moment_since()
    {
        var stale = 0;
        var steps = Gen.Frequency(
            (3, Requests.Select(request => new Step(request, null))),
            (2, PageEdits.Select(edit => new Step(null, edit))));
        Gen.Select(Types, EntryFlags, Gen.Bool, steps.Array[1, 60]).Sample(
            (type, flags, keepsAccessed, given) =>
            {
                var run = new Run(type, flags, keepsAccessed);
                var moments = new List<ReferenceTranslator> { run.Remember() };
                foreach (var step in given)
                {
                    if (step.Change is { } edit)
                    {
                        run.Apply(edit with { Drops = false });
                        if (edit.Drops)
                        {
                            run.DropPages();
                            moments.Clear();
                        }
                        moments.Add(run.Remember());
                    }
                    if (step.Request is { } request)
                    {
                        var now = run.Expected(request);
                        var answer = run.Answer(request);
                        if (answer == now)
                            continue;
                        Interlocked.Increment(ref stale);
                        Assert.Contains(answer, moments.Select(moment => moment.Translate(request)));
                    }
                }
            },
            iter: 1000,
            print: Print);
        Assert.NotEqual(0, stale); // it does cache
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Print((PasidTranslationType? Type, ulong Flags, bool KeepsAccessed, Step[] Steps) given) =>
        $"{given.Type?.ToString() ?? "legacy"}, flags {given.Flags:X}, SSADE {given.KeepsAccessed}:\n" + string.Join('\n', given.Steps.Select(step => (object?)step.Change ?? step.Request));

    private sealed class Run
    {
        private readonly Machine _machine;
        private readonly bool _isNested;
        private readonly bool _isScalable;
        private readonly Dictionary<ulong, ulong> _original = [];
        private bool _mayHaveOtherLevels;

        public Run(PasidTranslationType? type, ulong flags, bool keepsAccessed)
        {
            _isNested = type == PasidTranslationType.Nested;
            _isScalable = type is not null;
            flags &= ~8UL; // FSPM is 0 or 1
            _machine = new Machine(type, entry => new PasidEntry(
                entry.Qword0 | (keepsAccessed ? 0x200UL : 0), entry.Qword1, entry.Qword2 | flags, 0, 0, 0, 0, 0));
            foreach (var (address, level) in FirstSlots)
                _machine.First.Entry(address, level);
            foreach (var (address, level) in _isNested ? NestedSlots : SecondSlots)
                _machine.Second.Entry(address, level);
        }

        public (ulong Output, byte Fault) Expected(in DmaRequest request) => new ReferenceTranslator(Read, _isScalable).Translate(request);

        public (ulong Output, byte Fault) Answer(in DmaRequest request)
        {
            var result = _machine.Guest.Unit.Translate(request);
            return result.Outcome switch
            {
                DmaOutcome.Allowed => (result.Translate(request.Address), (byte)0),
                DmaOutcome.Interrupt => (request.Address, (byte)0),
                _ => (0, (byte)result.FaultReason),
            };
        }

        /// <summary>A reference that sees the page tables as they are now.</summary>
        public ReferenceTranslator Remember()
        {
            var pages = new Dictionary<ulong, byte[]>();
            foreach (var root in new[] { Machine.FirstRoot, Machine.FirstRoot + Machine.Moved, Machine.SecondRoot })
            {
                for (var page = root; page < root + 0x1_0000; page += 0x1000)
                    pages.Add(page, _machine.Guest.ReadMemory(page, 4096));
            }
            return new(
                address => pages.TryGetValue(address & ~0xFFFUL, out var page) ? BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan((int)(address & 0xFFF))) : Read(address),
                _isScalable);
        }

        public void DropPages() => _machine.Guest.SubmitAndWait(
            Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = Machine.Domain }));

        public void Apply(Edit edit)
        {
            if (edit.Kind is EditKind.First or EditKind.Second)
                ApplyToPages(edit);
            else
                ApplyToStructures(edit);
        }

        private void ApplyToPages(Edit edit)
        {
            var isFirst = edit.Kind == EditKind.First;
            var slots = isFirst ? FirstSlots : _isNested ? NestedSlots : SecondSlots;
            var (address, level) = slots[edit.Slot % slots.Length];
            var tables = isFirst ? _machine.First : _machine.Second;
            var entry = tables.Entry(address, level);
            var before = tables.Read(entry);
            _original.TryAdd(entry, before);
            var after = edit.Output is { } output ? output | (isFirst ? 7UL : 3UL) | (level is 2 or 3 ? 0x80UL : 0) : _original[entry];
            tables.Write(entry, Flip(after, edit.Flips));
            var wasPresent = (before & (isFirst ? 1UL : 7UL)) != 0;
            if (!edit.Drops || !wasPresent)
                return; // CAP.CM is 0: what was not present is not cached

            var mask = 9 * (level - 1);
            if (_mayHaveOtherLevels)
                DropPages();
            else if (isFirst)
                _machine.Guest.SubmitAndWait(PasidPages(Machine.Pasid, address, mask), PasidPages(Machine.RidPasid, address, mask));
            else if (mask <= _machine.Guest.Capabilities.CAP.MAMV)
                _machine.Guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Machine.Domain, ADDR = address & ~0xFFFUL, AM = (byte)mask }));
            else
                DropPages();
        }

        private void ApplyToStructures(Edit edit)
        {
            // With another number of levels an entry of a table is of other addresses than those that it was made for.
            _mayHaveOtherLevels = true;
            // The domain stays as it is: pages are invalidated by it.
            if (!_isScalable && edit is { Kind: EditKind.ContextHigh, Flips: not ("0" or "1" or "2" or "3" or "4" or "5" or "6" or "7") })
                return;
            if (edit.Kind is EditKind.Context or EditKind.ContextHigh)
            {
                var at = (_isScalable ? Machine.ScalableContext : Machine.LegacyContext) + (edit.Kind == EditKind.ContextHigh ? 8UL : 0);
                _machine.Change(at, value => Flip(value, edit.Flips));
                _machine.Guest.SubmitAndWait(
                    Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }),
                    Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }),
                    Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));
                return;
            }
            if (!_isScalable || (edit.Kind == EditKind.PasidMiddle && edit.Flips != "23"))
                return;
            foreach (var pasid in new[] { Machine.Pasid, Machine.RidPasid })
            {
                _machine.Change(Machine.PasidTable + pasid * 64 + (ulong)(edit.Kind - EditKind.PasidLow) * 8, value => Flip(value, edit.Flips));
                _machine.Guest.SubmitAndWait(
                    Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = Machine.Domain, PASID = pasid }),
                    Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = Machine.Domain, PASID = pasid }));
            }
            DropPages();
        }

        private static byte[] PasidPages(uint pasid, ulong address, int mask) => Guest.Bytes(new PasidIotlbInvalidateDescriptor
        {
            G = PasidIotlbGranularity.Page, DID = Machine.Domain, PASID = pasid, ADDR = address & ~0xFFFUL, AM = (byte)mask,
        });

        private static ulong Flip(ulong value, string bits)
        {
            foreach (var bit in bits.Split(',', StringSplitOptions.RemoveEmptyEntries))
                value ^= 1UL << int.Parse(bit, System.Globalization.CultureInfo.InvariantCulture);
            return value;
        }

        private ulong? Read(ulong address)
        {
            Span<byte> bytes = stackalloc byte[8];
            return _machine.Guest.Memory.TryRead(address, bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : null;
        }
    }
}
