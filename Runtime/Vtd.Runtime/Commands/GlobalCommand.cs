using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Commands;

/// <summary>The effects of writes to GCMD (11.4.4) and PMEN, all of them at once: GSTS and PMEN never show a command under way.</summary>
[GuardedByUnitLock]
internal sealed class GlobalCommand(
    UnitState state,
    UnitCaches caches,
    Invalidator invalidator,
    InvalidationQueue queue,
    InterruptRemapper interrupts,
    DmaTranslator dma)
{
    private readonly RegisterQuirks _quirks = new(state.Quirks);
    /// <summary>Carries out a written command.</summary>
    /// <remarks>Software changes one bit at a time. Of several, pointers come first, then what uses them, and the
    /// queue last, so that whatever it fetches finds everything else in its new state.</remarks>
    public void Write(Gcmd command)
    {
        if (state.Capabilities.CAP.SAGAW == 0 && _quirks.TranslationNeedsSecondStageWidth)
            command = command with { TE = false };

        // WBF: nothing here buffers writes, so WBFS never shows.
        if (command.SRTP)
            SetRootPointer();
        if (command.SIRTP)
            SetInterruptTablePointer();
        if (command.SFL)
            SetFaultLogPointer();

        var status = state.Registers.GSTS;
        var passesCompatibility = command.CFI && !_quirks.CompatibilityInterruptsPass;
        state.Registers.GSTS = status with { TES = command.TE, IRES = command.IRE, CFIS = passesCompatibility, AFLS = command.EAFL };
        interrupts.ModeChanged();
        if ((command.SRTP || command.TE != status.TES) && _quirks.SwitchesDropCaches)
            caches.DropDmaEntriesLocked();
        if (command.SRTP || command.TE != status.TES)
            invalidator.Invalidate(new(StaleKind.DmaTables));
        if (command.SIRTP || command.IRE != status.IRES || passesCompatibility != status.CFIS)
            invalidator.Invalidate(new(StaleKind.InterruptTable));

        if (command.QIE != status.QIES && (command.QIE || queue.MayBeSwitchedOff))
            queue.Switch(command.QIE);
        dma.RefreshMode();
    }

    /// <summary>Switches protected memory regions on or off. Their bounds count too: software leaves them alone while EPM is 1.</summary>
    public void Write(Pmen protection)
    {
        state.Registers.PMEN = protection with { PRS = protection.EPM };
        dma.RefreshMode();
    }

    private void SetRootPointer()
    {
        var root = state.Registers.RTADDR;
        if (_quirks.TableModeByOneBit)
        {
            var isScalable = state.Capabilities.ECAP.SMTS && root.TTM is (TranslationTableMode.Scalable or TranslationTableMode.AbortDma);
            root = root with { TTM = isScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy };
        }

        state.Pointers.Root = root;
        state.Registers.GSTS = state.Registers.GSTS with { RTPS = true };
        if (state.Capabilities.CAP.ESRTPS)
            caches.DropDmaEntriesLocked();
    }

    private void SetInterruptTablePointer()
    {
        state.Pointers.InterruptTable = state.Registers.IRTA;
        state.Registers.GSTS = state.Registers.GSTS with { IRTPS = true };
        if (state.Capabilities.CAP.ESIRTPS)
            caches.Interrupts.DropAll();
    }

    private void SetFaultLogPointer()
    {
        state.Pointers.FaultLog = state.Registers.AFLOG;
        state.Registers.GSTS = state.Registers.GSTS with { FLS = true };
    }
}
