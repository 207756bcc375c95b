using CsCheck;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Endpoints;

/// <summary>Followers against a unit that has just been made and so has nothing cached: after random edits, each followed by the invalidations that software
/// owes in the order of Linux, a follower keeps nothing that an emulated device would not get, and one that wants mappings knows all of them.</summary>
public class FollowerPropertyTests
{
    private const ushort SourceId = 0x0108;
    private const ulong Nested = 0x60_0000;

    private static readonly ulong[] s_pages = [0x1000, 0x2000, 0x20_1000, 0x40_0000];

    private static readonly uint?[] s_spaces = [null, 1, 5];

    public sealed record Step(Change What, int Which, int Value, int Domain);

    public enum Change
    {
        Entry,
        Page,
        Context,
        Requests,
        Switch,
        Root,
        Reset,
    }

    private static readonly Gen<Step> s_steps = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Change.Entry)),
            (5, Gen.Const(Change.Page)),
            (2, Gen.Const(Change.Context)),
            (6, Gen.Const(Change.Requests)),
            (1, Gen.Const(Change.Switch)),
            (1, Gen.Const(Change.Root)),
            (1, Gen.Const(Change.Reset))),
        Gen.Int[0, 11],
        Gen.Int[0, 9],
        Gen.Int[0, 2],
        (what, which, value, domain) => new Step(what, which, value, domain));

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Followers_keep_nothing_that_was_taken_away(bool isScalable, bool hasCachingMode) =>
        s_steps.Array[1, 40].Sample(
            steps =>
            {
                var world = new World(isScalable, hasCachingMode);
                foreach (var step in steps)
                {
                    world.Do(step);
                    world.Check();
                }
            },
            iter: 150,
            threads: 1);

    /// <summary>An IOTLB-like cache: keeps what it was given until told that it is stale.</summary>
    private sealed class Tlb : ITranslationListener
    {
        public Dictionary<(ulong Address, DmaAccess Access), DmaResult> Kept { get; } = [];

        public bool WantsMappings => false;

        public void Switched(bool isTranslated)
        {
        }

        public void Unmapped(ulong first, ulong last)
        {
            foreach (var (key, result) in Kept)
            {
                var start = key.Address / result.Page.Size * result.Page.Size;
                if (start <= last && start + (result.Page.Size - 1) >= first)
                    Kept.Remove(key);
            }
        }

        public void Mapped(in PageTranslation page) => Assert.Fail("mapped");
    }

    private sealed class Nowhere : IMessageSink
    {
        public void Send(ulong address, uint data)
        {
        }
    }

    private enum Kind
    {
        Absent,
        SecondStage,
        FirstStage,
        Nested,
        PassThrough,
    }

    private sealed record Entry(Kind Kind, ushort Domain, int Table);

    private sealed class World
    {
        private static readonly Entry s_absent = new(Kind.Absent, 0, 0);

        private readonly bool _isScalable;
        private readonly bool _hasCachingMode;
        private readonly Guest _guest;
        private readonly PageTables[] _tables;
        private readonly Dictionary<uint, Entry> _entries = new() { [0] = s_absent, [1] = s_absent, [5] = s_absent };
        private readonly List<(uint? Pasid, RecordingListener Mapper)> _mappers = [];
        private readonly List<(uint? Pasid, Tlb Tlb)> _tlbs = [];
        private bool _isPresent = true;
        private uint _ridPasid;
        private bool _isOn;

        public World(bool isScalable, bool hasCachingMode)
        {
            (_isScalable, _hasCachingMode) = (isScalable, hasCachingMode);
            _guest = new(Guest.AllCap with { CM = hasCachingMode });
            // Two of second stages, two of first ones, with accessed and dirty bits set.
            _tables = [.. Enumerable.Range(0, 4).Select(at => new PageTables(_guest, 0x80_0000 + (ulong)at * 0x10_0000, levels: 4, link: at < 2 ? 3ul : 0x27ul))];
            foreach (var table in _tables)
                _ = table.Entry(s_pages[0], 1);
            _guest.MapSecondStageToItself(Nested);
            WriteContext();
            Start();
            foreach (var pasid in isScalable ? s_spaces : [null])
            {
                _tlbs.Add((pasid, new()));
                _guest.Unit.AddTranslationListener(SourceId, pasid, _tlbs[^1].Tlb);
                if (!hasCachingMode)
                    continue;
                _mappers.Add((pasid, new(wantsMappings: true)));
                _guest.Unit.AddTranslationListener(SourceId, pasid, _mappers[^1].Mapper);
            }
        }

        public void Do(Step step)
        {
            switch (step.What)
            {
                case Change.Entry when _isScalable:
                    SetPasidEntry(step);
                    break;
                case Change.Entry:
                    SetLegacyEntry(step);
                    break;
                case Change.Page:
                    SetPage(step);
                    break;
                case Change.Context when _isScalable:
                    SetContext(step);
                    break;
                case Change.Requests:
                    Request();
                    break;
                case Change.Switch:
                    _guest.Translate(_isOn = !_isOn);
                    break;
                case Change.Root:
                    _guest.SetRootPointer(Mode);
                    InvalidateAll();
                    break;
                case Change.Reset:
                    _guest.Unit.Reset();
                    Start();
                    break;
            }
        }

        public void Check()
        {
            var reference = Reference();
            foreach (var (pasid, tlb) in _tlbs)
            {
                foreach (var ((address, access), kept) in tlb.Kept)
                {
                    var now = Ask(reference, pasid, address, access);
                    Assert.True(
                        (now.Outcome, now.Page.Output) == (DmaOutcome.Allowed, kept.Page.Output),
                        $"PASID {pasid}: {access} of {address:X} is kept as {kept.Page.Output:X}, but is {now.Outcome} {now.Page.Output:X}");
                }
            }
            foreach (var (pasid, mapper) in _mappers)
                Assert.Equal(Mappings(reference, pasid), mapper.Mappings.Values.Select(page => (page.Input, page.Output, page.Size, Rights(page))));
        }

        private TranslationTableMode Mode => _isScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy;

        private static bool Rights(in PageTranslation page) => page.Permissions.HasFlag(PagePermissions.Write);

        private static DmaResult Ask(VtdUnit unit, uint? pasid, ulong address, DmaAccess access) => unit.Translate(new(SourceId, address, access) { Pasid = pasid });

        private void Start()
        {
            _guest.SetRootPointer(Mode);
            _guest.StartQueue();
            InvalidateAll();
            _guest.Translate(on: _isOn = true);
        }

        /// <summary>A unit with the same tables and registers, and nothing cached.</summary>
        private VtdUnit Reference()
        {
            var unit = new VtdUnit(
                new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value), IotlbCapacity = 8, ContextCacheCapacity = 8, PasidCacheCapacity = 8 },
                _guest.Memory,
                new Nowhere());
            unit.WriteRegister(Rtaddr.Offset, 8, (new Rtaddr(0) with { RTA = Guest.RootTable, TTM = Mode }).Value);
            unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SRTP = true, TE = _isOn }).Value);
            return unit;
        }

        private List<(ulong Input, ulong Output, ulong Size, bool IsWritable)> Mappings(VtdUnit reference, uint? pasid)
        {
            var entry = EntryOf(pasid);
            if (!_isOn || entry.Kind is not Kind.SecondStage)
                return [];
            return
            [
                .. from address in s_pages
                   let read = Ask(reference, pasid, address, DmaAccess.Read)
                   where read.Outcome == DmaOutcome.Allowed
                   let size = read.Page.Size
                   select (address, read.Page.Output / size * size, size, Ask(reference, pasid, address, DmaAccess.Write).Outcome == DmaOutcome.Allowed),
            ];
        }

        private Entry EntryOf(uint? pasid)
        {
            if (!_isPresent || (_isScalable && pasid == _ridPasid))
                return s_absent;
            return _entries[pasid ?? (_isScalable ? _ridPasid : 0)];
        }

        private void Request()
        {
            foreach (var (pasid, tlb) in _tlbs)
            {
                foreach (var address in s_pages)
                {
                    foreach (var access in new[] { DmaAccess.Read, DmaAccess.Write })
                    {
                        var result = Ask(_guest.Unit, pasid, address, access);
                        if (result.Outcome == DmaOutcome.Allowed)
                            tlb.Kept[(address, access)] = result;
                    }
                }
            }
        }

        private void SetPasidEntry(Step step)
        {
            var pasid = _entries.Keys.ElementAt(step.Which % 3);
            var old = _entries[pasid];
            var next = _entries[pasid] = NewEntry(step);
            var table = _tables[next.Table].Root;
            _guest.SetPasid(SourceId, pasid, next.Kind switch
            {
                Kind.SecondStage => GuestTables.SecondStage(next.Domain, table),
                Kind.FirstStage => GuestTables.FirstStage(next.Domain, table),
                Kind.Nested => GuestTables.Nested(next.Domain, table, Nested),
                Kind.PassThrough => GuestTables.SecondStage(next.Domain) with { PGTT = PasidTranslationType.PassThrough },
                _ => default,
            });
            if (old != s_absent)
                InvalidatePasid(pasid, old);
            else if (_hasCachingMode && next != s_absent)
                InvalidatePasid(pasid, next);
        }

        private void SetLegacyEntry(Step step)
        {
            var old = _entries[0];
            _entries[0] = NewEntry(step with { Value = step.Value % 5 is 0 ? 0 : step.Value % 5 == 4 ? 4 : 1 });
            WriteContext();
            if (old == s_absent && !_hasCachingMode)
                return;
            _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = SourceId }));
            InvalidateDomain(old == s_absent ? _entries[0].Domain : old.Domain);
        }

        private static Entry NewEntry(Step step)
        {
            var kind = (Kind)(step.Value % 5);
            if (kind == Kind.Absent)
                return s_absent;
            // Second-stage pages are tagged with the domain alone, so that a domain has one second-stage table.
            var table = kind is Kind.FirstStage or Kind.Nested ? 2 + step.Which / 3 % 2 : step.Domain % 2;
            return new(kind, (ushort)(3 + step.Domain), table);
        }

        private void SetContext(Step step)
        {
            if (step.Value < 4)
                _isPresent = !_isPresent;
            else
                _ridPasid ^= 1;
            WriteContext();
            _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = SourceId }));
            if (step.Value % 2 == 0)
            {
                InvalidateAll();
                return;
            }
            foreach (var domain in new ushort[] { 3, 4, 5 })
            {
                _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Domain, DID = domain }));
                InvalidateDomain(domain);
            }
        }

        private void WriteContext()
        {
            if (_isScalable)
            {
                _guest.SetScalableContext(SourceId, ridPasid: _ridPasid);
                if (!_isPresent)
                    _guest.SetScalableContext(SourceId, default(ScalableContextEntry));
                return;
            }
            var entry = _entries[0];
            _guest.SetLegacyContext(SourceId, entry == s_absent ? default : default(LegacyContextEntry) with
            {
                P = true, DID = entry.Domain, AW = SecondStageWidth.Bits48, SSPTPTR = _tables[entry.Table].Root,
                TT = entry.Kind == Kind.PassThrough ? TranslationType.PassThrough : TranslationType.UntranslatedOnly,
            });
        }

        private void SetPage(Step step)
        {
            var table = step.Which % 4;
            var address = s_pages[step.Which / 4 + (step.Value & 1)];
            var isLarge = address == 0x40_0000;
            var output = (ulong)(step.Domain + 1) << 21;
            var bits = (table < 2 ? 3ul : 0x67ul) | (isLarge ? 0x80ul : 0);
            if (step.Value >= 8)
                bits &= ~2ul;
            _tables[table].Map(address, step.Value < 3 ? 0 : output | bits, isLarge ? 2 : 1);
            foreach (var (pasid, entry) in _entries.Where(one => one.Value != s_absent && one.Value.Table == table))
            {
                if (entry.Kind is Kind.FirstStage or Kind.Nested)
                {
                    _guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor
                    {
                        G = PasidIotlbGranularity.Page, DID = entry.Domain, PASID = pasid, ADDR = address, AM = isLarge ? (byte)9 : (byte)0,
                    }));
                }
                else if (entry.Kind == Kind.SecondStage)
                {
                    _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor
                    {
                        G = IotlbGranularity.Page, DID = entry.Domain, ADDR = address, AM = isLarge ? (byte)9 : (byte)0,
                    }));
                }
            }
        }

        private void InvalidatePasid(uint pasid, Entry owner)
        {
            _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = owner.Domain, PASID = pasid }));
            if (owner.Kind is Kind.FirstStage or Kind.PassThrough)
            {
                _guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor
                {
                    G = PasidIotlbGranularity.Pasid, DID = owner.Domain, PASID = pasid,
                }));
            }
            else
            {
                InvalidateDomain(owner.Domain);
            }
        }

        private void InvalidateDomain(ushort domain) => _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = domain }));

        private void InvalidateAll()
        {
            _guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));
            if (_isScalable)
                _guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
            _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));
        }
    }
}
