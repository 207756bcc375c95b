using Vtd.Architecture;
using Vtd.Conformance.Reference;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>The address spaces of followers as the tables in use have them now, by the letter of the architecture.</summary>
/// <param name="read">Reads guest memory.</param>
/// <param name="scenario">The scenario.</param>
/// <param name="rootTable">The root table in use.</param>
internal sealed class ReferenceSpaces(MemoryReader read, Scenario scenario, Func<Rtaddr> rootTable)
{
    /// <summary>Whether the tables map a page.</summary>
    public bool Maps(Listener whom, Notice.MappedNotice page)
    {
        var reference = NewTranslator();
        var root = rootTable();
        bool Allows(DmaAccess access) =>
            reference.Answers(RequestOf(whom, page.Page, access), root).First() is { Reason: FaultReason.None } answer && answer.Page.Translate(page.Page) == page.Output;
        return Allows(DmaAccess.Read) == page.CanRead && Allows(DmaAccess.Write) == page.CanWrite;
    }

    /// <summary>Finds the context and PASID entries of a follower.</summary>
    public ReferenceEntries EntriesOf(Listener whom) =>
        NewTranslator().Entries.Find(ReferenceRequester.Of(RequestOf(whom, 0, DmaAccess.Read)), rootTable()).First();

    private static DmaRequest RequestOf(Listener whom, ulong address, DmaAccess access) => new(whom.SourceId.GetValueOrDefault(), address, access) { Pasid = whom.Pasid };

    private ReferenceTranslator NewTranslator() => new(read, scenario.Capabilities, scenario.AddressWidth);
}
