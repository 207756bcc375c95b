using Vtd.Architecture.Codegen;
using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>A plain model of a unit, written from the architecture and not from the unit: it says which answers are right.</summary>
/// <remarks>Where registers are and how software accesses them comes from the specification, as in the unit; what they do is written anew, without
/// caches, host devices or threads.</remarks>
internal sealed class ReferenceUnit : IVtdRegisterHandler
{
    /// <summary>FI of an interrupt's fault has the index in bits 63:48 of the record (11.4.7.6).</summary>
    private const int InterruptIndexShift = 48;

    private readonly VtdCapabilities _capabilities;
    private readonly ReferenceTranslator _translator;
    private readonly ReferenceInterrupts _interrupts;
    private readonly ReferenceCaches _caches;
    private readonly ReferenceEvents _events;
    private readonly ReferenceFaults _faults;
    private readonly ReferenceQueue _queue;
    private readonly ReferencePageRequests _pageRequests;
    private Rtaddr _root;
    private Irta _table;

    public ReferenceUnit(VtdCapabilities capabilities, int hostAddressWidth, MemoryReader read)
    {
        _capabilities = capabilities;
        Registers = new(capabilities);
        _translator = new(read, capabilities, hostAddressWidth);
        _interrupts = new(read, capabilities, hostAddressWidth);
        _caches = new(_translator, _interrupts);
        _events = new(Registers);
        _faults = new(Registers, _events);
        _queue = new(Registers, capabilities, read, _faults, _events, _caches);
        _pageRequests = new(Registers, capabilities, _translator.Entries, _faults, _events);
    }

    /// <summary>The registers as they should be.</summary>
    public VtdRegisterFile Registers { get; }

    /// <summary>Messages of the unit itself at the current step.</summary>
    public IReadOnlyList<(ulong Address, uint Data)> Messages => _events.Sent;

    /// <summary>The writes of the unit at the current step other than accessed and dirty bits: status of wait descriptors, and page requests.</summary>
    public IEnumerable<(ulong Address, byte[] Bytes)> Writes => _queue.StatusWrites.Concat(_pageRequests.Writes);

    /// <summary>The next step.</summary>
    public void NextStep()
    {
        _events.Clear();
        _queue.Clear();
        _pageRequests.Clear();
    }

    /// <summary>Software writes registers.</summary>
    public void Write(int offset, int size, ulong value)
    {
        if (Registers.Write(offset, size, value, this) == RegisterAccess.Done)
            _queue.Run(_root, _translator.Entries.IsLegal(_root.TTM));
    }

    /// <summary>System reset.</summary>
    public void Reset()
    {
        Registers.Reset(keepSticky: false);
        (_root, _table) = (default, default);
        _faults.Reset();
        _queue.Reset();
        _caches.DropTranslations();
        _caches.DropInterrupts();
    }

    /// <summary>The legal answers to a DMA request; none for a write to the interrupt range, which is an interrupt request.</summary>
    public IEnumerable<ReferenceAnswer> Answers(DmaRequest request)
    {
        if (request is { Pasid: null, IsTranslated: false } && ReferenceTranslator.IsInterrupt(request.Address))
        {
            if (request.Access == DmaAccess.Write)
                return [];
            return [Registers.GSTS is { TES: false, IRES: false }
                ? ReferenceTranslator.Unchanged(request.Address)
                : new(FaultReason.InterruptRequestInvalid, false, default)];
        }

        if (Registers.GSTS.TES)
            return _translator.Answers(request, _root);
        var unchanged = ReferenceTranslator.Unchanged(request.Address);
        return [IsProtected(request.Address) ? unchanged with { Page = unchanged.Page with { Rights = PagePermissions.None } } : unchanged];
    }

    /// <summary>The legal answers to a translation request; none while remapping is off.</summary>
    public IEnumerable<ReferenceAnswer> Answers(AtsRequest request) => Registers.GSTS.TES ? _translator.Answers(request, _root) : [];

    /// <summary>The legal answers to an interrupt request.</summary>
    public IEnumerable<ReferenceInterrupt> Answers(InterruptRequest request) => _interrupts.Answers(request, Registers.GSTS, _table);

    /// <summary>The legal reasons for blocking a page request, none among them if it may be taken; a null one blocks it without a fault.</summary>
    public IEnumerable<(FaultReason? Reason, bool IsFaultDisabled)> Answers(PageRequest request) => _pageRequests.Answers(request, _root);

    /// <summary>A page request is blocked, or taken.</summary>
    /// <returns>The outcome of the request.</returns>
    public PageRequestOutcome Give(in PageRequest request, FaultReason? reason, bool isFaultDisabled) => _pageRequests.Give(request, reason, isFaultDisabled);

    /// <summary>A DMA request gets its answer.</summary>
    public void Give(in DmaRequest request, in ReferenceAnswer answer)
    {
        var type = request.Access switch
        {
            DmaAccess.Write => RequestType.Write,
            DmaAccess.Atomic => RequestType.Atomic,
            _ => RequestType.Read,
        };
        Report(ReferenceRequester.Of(request), request.Address, type, answer);
    }

    /// <summary>A translation request gets its answer.</summary>
    public void Give(in AtsRequest request, in ReferenceAnswer answer) =>
        Report(ReferenceRequester.Of(request), request.Address, RequestType.Read, answer);

    /// <summary>An interrupt request gets its answer.</summary>
    public void Give(in InterruptRequest request, in ReferenceInterrupt answer)
    {
        if (answer.Reason == FaultReason.None)
            return;
        var information = new Frcd((ulong)answer.Index << InterruptIndexShift, 0);
        _faults.Report(information with { FR = answer.Reason, SID = request.SourceId?.Value ?? ushort.MaxValue }, answer.IsFaultDisabled);
    }

    public void OnWrite(Gcmd before, Gcmd after)
    {
        if (after.SRTP)
        {
            _root = Registers.RTADDR;
            Registers.GSTS = Registers.GSTS with { RTPS = true };
            if (_capabilities.CAP.ESRTPS)
                _caches.DropTranslations();
        }

        if (after.SIRTP)
        {
            _table = Registers.IRTA;
            Registers.GSTS = Registers.GSTS with { IRTPS = true };
            if (_capabilities.CAP.ESIRTPS)
                _caches.DropInterrupts();
        }

        if (after.SFL)
            Registers.GSTS = Registers.GSTS with { FLS = true };
        Registers.GSTS = Registers.GSTS with { TES = after.TE, IRES = after.IRE, CFIS = after.CFI, AFLS = after.EAFL };
        if (after.QIE != Registers.GSTS.QIES)
            _queue.Switch(after.QIE);
    }

    public void OnWrite(Ccmd before, Ccmd after)
    {
        if (!after.ICC)
            return;
        var done = MayUseRegisters ? after.CIRG : ContextGranularity.None;
        _caches.DropContexts(done, after.DID, after.SID, after.FM);
        Registers.CCMD = after with { ICC = false, CAIG = done };
    }

    public void OnWrite(Iotlb before, Iotlb after)
    {
        if (!after.IVT)
            return;
        var pages = Registers.IVA;
        var isRefused = !MayUseRegisters
            || (after.IIRG == IotlbGranularity.Page && (!_capabilities.CAP.PSI || pages.AM > _capabilities.CAP.MAMV));
        var done = isRefused ? IotlbGranularity.None : after.IIRG;
        _caches.DropPages(done, after.DID, pages.ADDR, pages.AM);
        Registers.IOTLB = after with { IVT = false, IAIG = done };
    }

    public void OnWrite(Fsts before, Fsts after) => _faults.Written();

    public void OnWrite(int index, Frcd before, Frcd after) => _faults.Written();

    public void OnWrite(Fectl before, Fectl after) => _events.ControlWritten(ReferenceEvent.Fault);

    public void OnWrite(Iqt before, Iqt after)
    {
    }

    public void OnWrite(Ics before, Ics after)
    {
        if (!after.IWC)
            _events.Service(ReferenceEvent.Completion);
    }

    public void OnWrite(Iectl before, Iectl after) => _events.ControlWritten(ReferenceEvent.Completion);

    public void OnWrite(Prs before, Prs after)
    {
        if (after is { PPR: false, PRO: false })
            _events.Service(ReferenceEvent.PageRequest);
    }

    public void OnWrite(Pectl before, Pectl after) => _events.ControlWritten(ReferenceEvent.PageRequest);

    public void OnWrite(Pmen before, Pmen after) => Registers.PMEN = after with { PRS = after.EPM };

    /// <summary>Whether the page of an address has a byte in a protected region that is enforced (11.4.8).</summary>
    private bool IsProtected(ulong address)
    {
        bool IsIn(ulong first, ulong last) => first <= last && address >> SmallPage.Shift >= first >> SmallPage.Shift && address >> SmallPage.Shift <= last >> SmallPage.Shift;
        return Registers.PMEN.EPM
            && ((_capabilities.CAP.PLMR && IsIn(Registers.PLMBASE.PLMB, Registers.PLMLIMIT.PLML))
                || (_capabilities.CAP.PHMR && IsIn(Registers.PHMBASE.PHMB, Registers.PHMLIMIT.PHML)));
    }

    private bool MayUseRegisters => !Registers.GSTS.QIES && _root.TTM != TranslationTableMode.Scalable;

    private void Report(in ReferenceRequester requester, ulong address, RequestType type, in ReferenceAnswer answer)
    {
        if (answer.Reason == FaultReason.None)
            return;
        var hasPasid = requester.Pasid is not null;
        var record = new Frcd(address & Frcd.Masks.FI, 0) with
        {
            FR = answer.Reason,
            SID = requester.SourceId.Value,
            T = type,
            AT = requester.AddressType,
            PP = hasPasid,
            PV = requester.Pasid.GetValueOrDefault(),
            EXE = hasPasid && requester.IsExecute,
            PRIV = hasPasid && requester.IsPrivileged,
        };
        _faults.Report(record, answer.IsFaultDisabled);
    }
}
