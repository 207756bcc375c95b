using System.Text;

namespace Vtd.Traces;

/// <summary>The words of the format for kinds of memory accesses.</summary>
internal static class MemoryKindName
{
    private static readonly (string Name, byte[] Bytes, MemoryKind Kind)[] s_names =
    [
        Name("pe", MemoryKind.PasidEntry),
        Name("pde", MemoryKind.PasidDirectoryEntry),
        Name("pte", MemoryKind.PagingEntry),
        Name("re", MemoryKind.RootEntry),
        Name("ce", MemoryKind.ContextEntry),
        Name("irte", MemoryKind.InterruptEntry),
        Name("qd", MemoryKind.InvalidationDescriptor),
        Name("qs", MemoryKind.WaitStatus),
        Name("ad", MemoryKind.AccessedDirty),
        Name("pr", MemoryKind.PageRequest),
    ];

    /// <summary>The word for a kind.</summary>
    public static string Of(MemoryKind kind) => Array.Find(s_names, one => one.Kind == kind).Name;

    /// <summary>Takes the next field as a kind.</summary>
    public static MemoryKind Take(ref LineFields fields)
    {
        foreach (var (_, bytes, kind) in s_names)
        {
            if (fields.TryTake(bytes))
                return kind;
        }

        throw fields.Corrupt("the kind of memory access is unknown");
    }

    private static (string, byte[], MemoryKind) Name(string name, MemoryKind kind) => (name, Encoding.ASCII.GetBytes(name), kind);
}
