using Vtd.Conformance.Deviations;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Programs;

/// <summary>The places of what programs have the unit read, all in the one window of memory.</summary>
internal static class Places
{
    public const ulong PageSize = SmallPage.Size;
    public const ulong Queue = MachineLayout.MemoryBase;
    public const ulong Root = Queue + PageSize;
    public const ulong Contexts = Root + PageSize;
    public const ulong PasidDirectory = Contexts + PageSize;
    public const ulong PasidTable = PasidDirectory + PageSize;
    public const ulong SecondStage = PasidTable + PageSize;
    public const ulong FirstStage = SecondStage + Levels * PageSize;
    public const ulong InterruptTable = FirstStage + Levels * PageSize;
    public const ulong Status = InterruptTable + PageSize;
    public const ulong Data = Status + PageSize;

    /// <summary>Levels of the page tables.</summary>
    public const int Levels = 4;

    /// <summary>Pages that are neither table nor queue.</summary>
    public const int DataPages = (int)((MachineLayout.MemoryBase + MachineLayout.MemorySize - Data) / PageSize);

    /// <summary>The table of a level, 1 for the leaves.</summary>
    public static ulong Table(ulong top, int level) => top + (ulong)(Levels - level) * PageSize;

    /// <summary>Input addresses of the first page behind an entry of a level, 1 for the leaves.</summary>
    public static ulong Span(int level) => PageSize << (9 * (level - 1));
}
