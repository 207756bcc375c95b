using System.Collections.Frozen;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The verdict of a dump on the fault before it.</summary>
/// <param name="Agrees">The tables in memory give the reason for the fault; null if that cannot be told.</param>
/// <param name="Text">One or two sentences.</param>
public sealed record DumpVerdict(bool? Agrees, string Text)
{
    private const string Stale =
        "Something was not flushed: a cached copy of the entry, or the write of it out of the processor's cache. (Or the entry was changed between the fault and the dump.)";

    /// <summary>By name of the fault reason in the spec: the table whose entry is at fault, and what the unit says of it.</summary>
    private static readonly FrozenDictionary<string, (DumpTable Table, Complaint Complaint)> s_complaints = new Dictionary<string, (DumpTable, Complaint)>
    {
        ["RootEntryNotPresent"] = (DumpTable.Root, Complaint.NotPresent),
        ["RootEntryReserved"] = (DumpTable.Root, Complaint.NotLegal),
        ["ContextEntryNotPresent"] = (DumpTable.Context, Complaint.NotPresent),
        ["ContextEntryInvalid"] = (DumpTable.Context, Complaint.NotLegal),
        ["ContextEntryReserved"] = (DumpTable.Context, Complaint.NotLegal),
        ["ReadDenied"] = (DumpTable.Page, Complaint.NotReadable),
        ["WriteDenied"] = (DumpTable.Page, Complaint.NotWritable),
        ["SecondStageEntryReserved"] = (DumpTable.Page, Complaint.NotLegal),
        ["ScalableRootEntryNotPresent"] = (DumpTable.ScalableRoot, Complaint.NotPresent),
        ["ScalableRootEntryReserved"] = (DumpTable.ScalableRoot, Complaint.NotLegal),
        ["ScalableContextEntryNotPresent"] = (DumpTable.Context, Complaint.NotPresent),
        ["ScalableContextEntryReserved"] = (DumpTable.Context, Complaint.NotLegal),
        ["ScalableContextEntryInvalid"] = (DumpTable.Context, Complaint.NotLegal),
        ["PasidDirectoryEntryNotPresent"] = (DumpTable.PasidDirectory, Complaint.NotPresent),
        ["PasidDirectoryEntryReserved"] = (DumpTable.PasidDirectory, Complaint.NotLegal),
        ["PasidEntryNotPresent"] = (DumpTable.Pasid, Complaint.NotPresent),
        ["PasidEntryReserved"] = (DumpTable.Pasid, Complaint.NotLegal),
        ["PasidEntryInvalid"] = (DumpTable.Pasid, Complaint.NotLegal),
        ["FirstStageEntryNotPresent"] = (DumpTable.Page, Complaint.NotPresent),
        ["FirstStageEntryReserved"] = (DumpTable.Page, Complaint.NotLegal),
        ["ScalableSecondStageEntryReserved"] = (DumpTable.Page, Complaint.NotLegal),
        ["ScalableReadDenied"] = (DumpTable.Page, Complaint.NotReadable),
        ["ScalableWriteDenied"] = (DumpTable.Page, Complaint.NotWritable),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private enum Complaint
    {
        NotPresent,
        NotLegal,
        NotReadable,
        NotWritable,
    }

    /// <summary>The reasons that dumps are held against, by name in the spec.</summary>
    public static IEnumerable<string> Reasons => s_complaints.Keys;

    /// <summary>Holds a dump against its fault.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="reason">The name of the fault reason; null if it is not known.</param>
    public static DumpVerdict Of(TableDump dump, string? reason)
    {
        if (dump.Fault is null)
            return new(null, "The log has no fault that these entries belong to.");
        if (reason is null || !s_complaints.TryGetValue(reason, out var about))
            return new(null, "Entries in memory cannot tell about a fault of this reason.");

        var entries = dump.Entries.Where(entry => entry.Table == about.Table && entry.Decoded is not null).ToList();
        return entries.Find(entry => Confirms(entry, about.Complaint, dump.Fault)) is { } guilty
            ? new(true, $"The {NameOf(guilty)} in memory {Words(about.Complaint)}, as the unit says.")
            : IsComplete(dump, about.Table, entries) ? new(false, $"{Subject(about.Table)} in memory {Denial(about.Complaint)}, and the unit says otherwise. {Stale}")
            : OfEnd(dump, about.Table);
    }

    /// <summary>Where the walk ends says as much as an entry: above it all is present.</summary>
    private static DumpVerdict OfEnd(TableDump dump, DumpTable table) => dump.End switch
    {
        { } end when end.Table < table => new(false, $"The unit read further than the tables in memory lead. {Stale}"),

        // Until kernel 6.13 this is also what the driver says of an entry for a large page, which it does not show.
        { Table: DumpTable.Page, Level: 2 or 3 } end => new(null, $"The driver found no table at level {end.Level}: nothing is mapped at the address, or, from a kernel before 6.13, a large page."),
        { Table: DumpTable.Page } => new(true, "Nothing is mapped at the address: the tables in memory agree with the unit."),
        { } => new(true, "The table with the entry is not there: the tables in memory agree with the unit."),
        null => new(null, "The log does not show the entry that the unit speaks of."),
    };

    private static bool IsComplete(TableDump dump, DumpTable table, List<DumpedEntry> entries) =>
        table == DumpTable.Page ? dump.End is null && entries.Count > 0 : entries.Count > 0;

    private static bool Confirms(DumpedEntry entry, Complaint complaint, FaultEvent fault) => complaint switch
    {
        Complaint.NotPresent => !IsSet(entry, PresentBit(entry, fault)),
        Complaint.NotReadable => !IsSet(entry, "R") || !IsSet(entry, "P"),
        Complaint.NotWritable => !IsSet(entry, "W") || !IsSet(entry, "RW"),
        _ => entry.Decoded!.IsWrong,
    };

    /// <summary>A scalable-mode root entry has two halves, for devices below and above 16.</summary>
    private static string PresentBit(DumpedEntry entry, FaultEvent fault) =>
        entry.Table != DumpTable.ScalableRoot ? "P" : DeviceName.IsInLowerHalf(fault.SourceId) ? "LP" : "UP";

    /// <summary>Fields that an entry does not have deny nothing.</summary>
    private static bool IsSet(DumpedEntry entry, string field) => entry.Decoded!.Fields.FirstOrDefault(one => one.Field.Name == field) is not { Raw.IsZero: true };

    private static string NameOf(DumpedEntry entry) => entry.Level == 0 ? entry.Decoded!.Layout.Name : $"{entry.Decoded!.Layout.Name} of level {entry.Level}";

    private static string Subject(DumpTable table) => table == DumpTable.Page ? "Every entry" : "The entry";

    private static string Words(Complaint complaint) => complaint switch
    {
        Complaint.NotPresent => "is not present",
        Complaint.NotReadable => "does not allow reads",
        Complaint.NotWritable => "does not allow writes",
        _ => "has a value that it must not have",
    };

    private static string Denial(Complaint complaint) => complaint switch
    {
        Complaint.NotPresent => "is present",
        Complaint.NotReadable => "allows reads",
        Complaint.NotWritable => "allows writes",
        _ => "is as it may be",
    };
}
