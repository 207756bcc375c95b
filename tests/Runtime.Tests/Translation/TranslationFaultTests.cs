using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>Every fault of DMA requests: when it is raised, what is recorded of it, and whether FPD keeps it from that.</summary>
public class TranslationFaultTests
{
    private const PasidTranslationType FirstStage = PasidTranslationType.FirstStage;
    private const PasidTranslationType SecondStage = PasidTranslationType.SecondStage;
    private const PasidTranslationType Nested = PasidTranslationType.Nested;
    private const PasidTranslationType PassThrough = PasidTranslationType.PassThrough;

    /// <summary>Codes that are reported whatever FPD says.</summary>
    private static readonly byte[] Unqualified = [0x01, 0x08, 0x09, 0x0A, 0x29, 0x30, 0x31, 0x33, 0x38, 0x39, 0x3A, 0x40, 0x50, 0x58];

    private sealed record Case(byte Code, string Name, PasidTranslationType? Type, Action<Machine>? Break = null)
    {
        public Func<PasidEntry, PasidEntry>? Entry { get; init; }

        public Ecap? Ecap { get; init; }

        public Cap? Cap { get; init; }

        public bool CannotUpdate { get; init; }

        public DmaAccess Access { get; init; }

        public ulong Address { get; init; } = Machine.Input;

        public Func<DmaRequest, DmaRequest> Change { get; init; } = request => request;

        public Machine Start()
        {
            var machine = new Machine(Type, Entry, Cap, Ecap, CannotUpdate ? memory => new ReadOnlyTables(memory) : null);
            Break?.Invoke(machine);
            return machine;
        }

        public DmaRequest Request(Machine machine) => Change(machine.Request(Access, Address));

        public override string ToString() => $"{Code:X2} {Name}";
    }

    private static readonly Case[] Cases =
    [
        new(0x01, "root entry not present", null, machine => machine.Change(Machine.RootEntry, entry => entry & ~1UL)),
        new(0x02, "context entry not present", null, machine => machine.Change(Machine.LegacyContext, entry => entry & ~1UL)),
        new(0x03, "reserved TT", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 3 << 2)),
        new(0x03, "TT without device TLBs", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 1 << 2)) { Ecap = Machine.Ecap with { DT = false, PRS = false, PDS = false, NWFS = false } },
        new(0x03, "TT without pass-through", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 2 << 2)) { Ecap = Machine.Ecap with { PT = false } },
        new(0x03, "width not in SAGAW", null, machine => machine.Change(Machine.LegacyContext + 8, entry => entry | 7)),
        new(0x03, "top table unreadable", null, machine => machine.Change(Machine.LegacyContext, entry => entry | Machine.Nowhere)),
        new(0x04, "address beyond AW", null) { Address = 1UL << 48 },
        new(0x04, "address beyond MGAW", null) { Address = 1UL << 39, Cap = Machine.Cap with { MGAW = GuestAddressWidth.Bits39 } },
        new(0x04, "pass-through beyond the host", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 2 << 2)) { Address = 1UL << 52 },
        new(0x05, "write of a read-only page", null, machine => machine.Second.Map(Machine.Input, 0x9001)) { Access = DmaAccess.Write },
        new(0x05, "write of nothing", null, machine => machine.Second.Map(Machine.Input, 0)) { Access = DmaAccess.Write },
        new(0x05, "AtomicOp on a read-only page", null, machine => machine.Second.Map(Machine.Input, 0x9001)) { Access = DmaAccess.Atomic },
        new(0x05, "permission before reserved bits", null, machine => machine.Second.Map(Machine.Input, 0x9001 | 1UL << 62)) { Access = DmaAccess.Write },
        new(0x06, "read of a write-only page", null, machine => machine.Second.Map(Machine.Input, 0x9002)),
        new(0x06, "read of nothing", null, machine => machine.Second.Map(Machine.Input, 1UL << 62)),
        new(0x06, "AtomicOp on a write-only page", null, machine => machine.Second.Map(Machine.Input, 0x9002)) { Access = DmaAccess.Atomic },
        new(0x07, "lower table unreadable", null, machine => machine.Change(machine.Second.Entry(Machine.Input, 4), entry => entry | Machine.Nowhere)),
        new(0x08, "root table unreadable", null, machine => machine.Guest.SetRootPointer(TranslationTableMode.Legacy, Machine.Nowhere)),
        new(0x09, "context table unreadable", null, machine => machine.Change(Machine.RootEntry, entry => entry | Machine.Nowhere)),
        new(0x0A, "root entry reserved", null, machine => machine.Change(Machine.RootEntry, entry => entry | 2)),
        new(0x0A, "root entry beyond the host", null, machine => machine.Change(Machine.RootEntry, entry => entry | 1UL << 52)),
        new(0x0B, "context entry reserved", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 1 << 5)),
        new(0x0B, "domain id beyond ND", null, machine => machine.Change(Machine.LegacyContext + 8, entry => entry | 16 << 8)) { Cap = Machine.Cap with { ND = DomainIdWidth.Bits4 } },
        new(0x0B, "context entry beyond the host", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 1UL << 52)),
        new(0x0C, "page reserved", null, machine => machine.Second.Map(Machine.Input, 0x9003 | 1UL << 62)),
        new(0x0C, "table reserved", null, machine => machine.Change(machine.Second.Entry(Machine.Input, 4), entry => entry | 1 << 7)),
        new(0x0C, "2-MByte page misaligned", null, machine => machine.Second.Map(0x20_0000, 0x20_1083, level: 2)) { Address = 0x20_0000 },
        new(0x0C, "1-GByte page without support", null, machine => machine.Second.Map(0x4000_0000, 0x4000_0083, level: 3))
        {
            Address = 0x4000_0000, Cap = Machine.Cap with { SSLPS = SecondStageLargePages.Size2M },
        },
        new(0x0D, "translated request", null) { Change = request => request with { IsTranslated = true } },
        new(0x0D, "translated request passed through", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 2 << 2)) { Change = request => request with { IsTranslated = true } },
        new(0x0E, "result in the interrupt range", null, machine => machine.Second.Map(Machine.Input, 0xFEE0_0003)),
        new(0x0E, "translated to the interrupt range", null, machine => machine.Change(Machine.LegacyContext, entry => entry | 1 << 2)) { Address = 0xFEE0_0000, Change = request => request with { IsTranslated = true } },

        new(0x29, "read of the interrupt range", null) { Address = 0xFEE0_1000 },
        new(0x29, "AtomicOp on the interrupt range", FirstStage) { Address = 0xFEE0_1000, Access = DmaAccess.Atomic, Change = request => request with { Pasid = null } },
        new(0x30, "reserved TTM", null, machine => machine.Guest.SetRootPointer((TranslationTableMode)2)),
        new(0x30, "scalable mode without support", null, machine => machine.Guest.SetRootPointer(TranslationTableMode.Scalable)) { Ecap = Machine.Ecap with { SMTS = false } },
        new(0x31, "PASID in legacy mode", null) { Change = request => request with { Pasid = 5 } },
        new(0x33, "untranslated request in abort mode", null, machine => machine.Guest.SetRootPointer(TranslationTableMode.AbortDma)),
        new(0x33, "translated request in abort mode", null, machine => machine.Guest.SetRootPointer(TranslationTableMode.AbortDma)) { Change = request => request with { IsTranslated = true } },

        new(0x38, "root table unreadable", FirstStage, machine => machine.Guest.SetRootPointer(TranslationTableMode.Scalable, Machine.Nowhere)),
        new(0x39, "root entry not present", FirstStage, machine => machine.Change(Machine.RootEntry, entry => entry & ~1UL)),
        new(0x3A, "root entry reserved", FirstStage, machine => machine.Change(Machine.RootEntry, entry => entry | 2)),
        new(0x40, "context table unreadable", FirstStage, machine => machine.Change(Machine.RootEntry, entry => entry | Machine.Nowhere)),
        new(0x41, "context entry not present", FirstStage, machine => machine.Change(Machine.ScalableContext, entry => entry & ~1UL)),
        new(0x42, "context entry reserved", FirstStage, machine => machine.Change(Machine.ScalableContext, entry => entry | 1 << 5)),
        new(0x42, "context entry beyond the host", FirstStage, machine => machine.Change(Machine.ScalableContext, entry => entry | 1UL << 52)),
        new(0x43, "RID_PASID outside the directory", FirstStage, machine => machine.Change(Machine.ScalableContext + 8, _ => 0x2000)),
        new(0x44, "translated request", FirstStage) { Change = request => request with { IsTranslated = true } },
        new(0x45, "PASID not taken", FirstStage, machine => machine.Change(Machine.ScalableContext, entry => entry & ~8UL)),
        new(0x46, "PASID outside the directory", FirstStage) { Change = request => request with { Pasid = 0x2000 } },
        new(0x48, "PASID of requests without", FirstStage) { Change = request => request with { Pasid = Machine.RidPasid } },
        new(0x50, "directory unreadable", FirstStage, machine => machine.Change(Machine.ScalableContext, entry => entry | Machine.Nowhere)),
        new(0x51, "directory entry not present", FirstStage, machine => machine.Change(Machine.Directory, entry => entry & ~1UL)),
        new(0x52, "directory entry reserved", FirstStage, machine => machine.Change(Machine.Directory, entry => entry | 4)),
        new(0x52, "directory entry beyond the host", FirstStage, machine => machine.Change(Machine.Directory, entry => entry | 1UL << 52)),
        new(0x58, "PASID table unreadable", FirstStage, machine => machine.Change(Machine.Directory, entry => entry | Machine.Nowhere)),
        new(0x59, "PASID entry not present", FirstStage, machine => machine.Change(Machine.PasidEntryOfRequests, entry => entry & ~1UL)),
        new(0x5A, "PASID entry reserved", FirstStage, machine => machine.Change(Machine.PasidEntryOfRequests, entry => entry | 1 << 10)),
        new(0x5A, "domain id beyond ND", FirstStage, machine => machine.Change(Machine.PasidEntryOfRequests + 8, entry => entry | 16)) { Cap = Machine.Cap with { ND = DomainIdWidth.Bits4 } },
        new(0x5A, "first-stage table beyond the host", FirstStage, machine => machine.Change(Machine.PasidEntryOfRequests + 16, entry => entry | 1UL << 52)),
        new(0x5A, "second-stage table beyond the host", SecondStage, machine => machine.Change(Machine.PasidEntryOfRequests, entry => entry | 1UL << 52)),
        new(0x5B, "reserved PGTT", FirstStage, machine => machine.Change(Machine.PasidEntryOfRequests, entry => entry & ~0x1C0UL)),
        new(0x5B, "nested without support", Nested) { Ecap = Machine.Ecap with { NEST = false } },
        new(0x5B, "5 levels without support", FirstStage) { Entry = entry => entry with { FSPM = FirstStagePagingMode.Level5 }, Cap = Machine.Cap with { FS5LP = false } },
        new(0x5B, "width not in SAGAW", SecondStage, machine => machine.Change(Machine.PasidEntryOfRequests, entry => entry | 7 << 2)),
        new(0x5C, "execution", FirstStage) { Access = DmaAccess.Execute },
        new(0x5D, "privilege", FirstStage) { Change = request => request with { IsPrivileged = true } },
        new(0x5D, "privilege of requests without PASID", FirstStage, machine => machine.Change(Machine.ScalableContext + 8, entry => entry | 1 << 20)) { Change = request => request with { Pasid = null } },

        new(0x70, "lower table unreadable", FirstStage, machine => machine.Change(machine.First.Entry(Machine.Input, 4), entry => entry | Machine.Nowhere)),
        new(0x71, "page not present", FirstStage, machine => machine.First.Map(Machine.Input, 0)),
        new(0x71, "not present before reserved bits", FirstStage, machine => machine.First.Map(Machine.Input, 1UL << 63)),
        new(0x72, "table reserved", FirstStage, machine => machine.Change(machine.First.Entry(Machine.Input, 4), entry => entry | 1 << 7)),
        new(0x72, "execute-disable without NXE", FirstStage, machine => machine.First.Map(Machine.Input, 0x9007 | 1UL << 63)),
        new(0x72, "reserved bits before permission", FirstStage, machine => machine.First.Map(Machine.Input, 0x9001 | 1UL << 63)),
        new(0x72, "1-GByte page without support", FirstStage, machine => machine.First.Map(0x4000_0000, 0x4000_0087, level: 3)) { Address = 0x4000_0000, Cap = Machine.Cap with { FS1GP = false } },
        new(0x73, "top table unreadable", FirstStage, machine => machine.Change(Machine.PasidEntryOfRequests + 16, entry => entry | Machine.Nowhere)),
        new(0x74, "first-stage table beyond the second stage", Nested, machine => machine.Change(machine.First.Entry(Machine.Input, 4), entry => entry | 1UL << 48)),
        new(0x75, "top first-stage table not for reading", Nested, machine => machine.Second.Map(Machine.FirstRoot, Machine.FirstRoot + Machine.Moved | 0x82, level: 2)),
        new(0x76, "first-stage table not for reading", Nested, machine =>
        {
            machine.Second.Map(0x1000_0000, 0x1000_0082, level: 2);
            machine.Change(machine.First.Entry(Machine.Input, 4), _ => 0x1000_0007);
        }),
        new(0x77, "first-stage table not for writing", Nested, machine => machine.Second.Map(Machine.FirstRoot, Machine.FirstRoot + Machine.Moved | 0x81, level: 2)),
        new(0x78, "lower table unreadable", SecondStage, machine => machine.Change(machine.Second.Entry(Machine.Input, 4), entry => entry | Machine.Nowhere)),
        new(0x79, "page without any permission", SecondStage, machine => machine.Second.Map(Machine.Input, 0)),
        new(0x79, "page of a nested table without any permission", Nested, machine => machine.Second.Map(0, 0, level: 2)),
        new(0x79, "first-stage table without any permission", Nested, machine => machine.Second.Map(Machine.FirstRoot, 0, level: 2)),
        new(0x7A, "page reserved", SecondStage, machine => machine.Second.Map(Machine.Input, 0x9003 | 1UL << 62)),
        new(0x7A, "SNP in scalable mode", SecondStage, machine => machine.Second.Map(Machine.Input, 0x9003 | 1 << 11)),
        new(0x7B, "top table unreadable", SecondStage, machine => machine.Change(Machine.PasidEntryOfRequests, entry => entry | Machine.Nowhere)),
        new(0x7C, "accessed bit without snooping", SecondStage) { Entry = entry => entry with { SSADE = true, PWSNP = false } },
        new(0x7D, "accessed bit not writable", SecondStage) { Entry = entry => entry with { SSADE = true }, CannotUpdate = true },
        new(0x80, "not canonical, 4 levels", FirstStage) { Address = 1UL << 47 },
        new(0x80, "not canonical, 5 levels", FirstStage) { Address = 1UL << 56, Entry = entry => entry with { FSPM = FirstStagePagingMode.Level5 } },
        new(0x81, "page of the supervisor", FirstStage, machine => machine.First.Map(Machine.Input, 0x9003)),
        new(0x82, "execute-disable", FirstStage, machine => machine.First.Map(Machine.Input, 0x9007 | 1UL << 63)) { Access = DmaAccess.Execute, Entry = entry => entry with { NXE = true, ERE = true } },
        new(0x82, "supervisor execution of a user page", FirstStage)
        {
            Access = DmaAccess.Execute, Entry = entry => entry with { SMEP = true, ERE = true, SRE = true }, Change = request => request with { IsPrivileged = true },
        },
        new(0x82, "second stage without X", SecondStage) { Access = DmaAccess.Execute, Entry = entry => entry with { SSEE = true, ERE = true } },
        new(0x83, "pass-through beyond the host", PassThrough) { Address = 1UL << 52 },
        new(0x84, "address beyond AW", SecondStage) { Address = 1UL << 48 },
        new(0x84, "result of the first stage beyond AW", Nested, machine => machine.First.Map(Machine.Input, 1UL << 48 | 7)),
        new(0x85, "write of a read-only page, first stage", FirstStage, machine => machine.First.Map(Machine.Input, 0x9005)) { Access = DmaAccess.Write },
        new(0x85, "supervisor write of a protected page", FirstStage, machine => machine.First.Map(Machine.Input, 0x9005))
        {
            Access = DmaAccess.Write, Entry = entry => entry with { WPE = true, SRE = true }, Change = request => request with { IsPrivileged = true },
        },
        new(0x85, "write of a read-only page, second stage", SecondStage, machine => machine.Second.Map(Machine.Input, 0x9001)) { Access = DmaAccess.Write },
        new(0x85, "write of a read-only page, nested", Nested, machine => machine.Second.Map(0, 0x81, level: 2)) { Access = DmaAccess.Write },
        new(0x86, "read of a write-only page", SecondStage, machine => machine.Second.Map(Machine.Input, 0x9002)),
        new(0x87, "result in the interrupt range", FirstStage, machine => machine.First.Map(Machine.Input, 0xFEE0_0007)),
        new(0x87, "pass-through with PASID", PassThrough) { Address = 0xFEE0_0000 },
        new(0x89, "PASID too wide", FirstStage) { Ecap = Machine.Ecap with { PSS = 9 }, Change = request => request with { Pasid = 1024 } },
        new(0x90, "accessed bit without snooping", FirstStage) { Entry = entry => entry with { PWSNP = false } },
        new(0x91, "accessed bit not writable", FirstStage) { CannotUpdate = true },
    ];

    /// <summary>The codes that there is a case of.</summary>
    internal static IEnumerable<FaultReason> Reasons => Cases.Select(each => (FaultReason)each.Code).Distinct();

    public static TheoryData<string> Names => [.. Cases.Select(each => each.ToString())];

    private static Case Named(string name) => Cases.Single(each => each.ToString() == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_answered_and_recorded_as_the_request_came(string name)
    {
        var given = Named(name);
        var machine = given.Start();
        var request = given.Request(machine);

        var result = machine.Guest.Unit.Translate(request);

        Assert.Equal((DmaOutcome.Blocked, given.Code), (result.Outcome, (byte)result.FaultReason));
        Assert.Equal(0, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
        var record = machine.Record();
        Assert.True(record.F);
        Assert.Equal(
            (given.Code, Machine.Device, given.Address >> 12, request.Pasid is not null, request.Pasid.GetValueOrDefault()),
            ((byte)record.FR, record.SID, record.FI, record.PP, record.PV));
        Assert.Equal(
            (request.IsTranslated ? AddressType.Translated : AddressType.Untranslated, given.Access == DmaAccess.Execute, request.IsPrivileged),
            (record.AT, record.EXE, record.PRIV));
        Assert.Equal(
            given.Access switch { DmaAccess.Write => RequestType.Write, DmaAccess.Atomic => RequestType.Atomic, _ => RequestType.Read },
            record.T);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FPD_hides_qualified_faults_only(string name)
    {
        var given = Named(name);
        var machine = given.Start();
        machine.DisableFaults();
        Assert.Equal(given.Code, (byte)machine.Guest.Unit.Translate(given.Request(machine)).FaultReason);
        Assert.Equal(Unqualified.Contains(given.Code), machine.Guest.FSTS.PPF);
    }

    [Theory]
    [InlineData(Machine.ScalableContext)]
    [InlineData(Machine.Directory)]
    [InlineData(Machine.PasidEntryOfRequests)]
    public void FPD_counts_in_each_entry_also_once_those_are_cached(ulong entry)
    {
        var machine = new Machine(FirstStage);
        machine.Change(entry, value => value | 2);
        machine.First.Map(0x6000, 0);
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome);
        Assert.Equal(0x71, (byte)machine.Read(0x6000).FaultReason);
        Assert.False(machine.Guest.FSTS.PPF);
    }

    [Theory]
    [InlineData(Machine.ScalableContext, FaultReason.ScalableContextEntryNotPresent)]
    [InlineData(Machine.Directory, FaultReason.PasidDirectoryEntryNotPresent)]
    [InlineData(Machine.PasidEntryOfRequests, FaultReason.PasidEntryNotPresent)]
    internal void FPD_of_an_entry_that_is_not_present_counts(ulong entry, FaultReason reason)
    {
        const ulong OnlyDisabled = 2;
        var machine = new Machine(FirstStage);
        machine.Change(entry, _ => OnlyDisabled);
        Assert.Equal((byte)reason, (byte)machine.Read().FaultReason);
        Assert.False(machine.Guest.FSTS.PPF);
        machine.Change(entry, _ => 0);
        Assert.Equal((byte)reason, (byte)machine.Read().FaultReason);
        Assert.True(machine.Guest.FSTS.PPF);
    }
}
