using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Commands;

/// <summary>What writes of GCMD do (11.4.4). All of it happens at once: GSTS never shows a command under way.</summary>
internal sealed class GlobalCommand(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    LatchedPointers pointers,
    UnitCaches caches,
    InvalidationQueue queue,
    HostDeviceSet hostDevices,
    InterruptRemapper interrupts,
    ListenerSet listeners,
    InterruptListenerSet interruptListeners,
    UnitQuirks quirks)
{
    /// <summary>Carries out a written command.</summary>
    /// <remarks>Software changes one bit at a time. Of several, pointers come first, then what uses them, and the
    /// queue last, so that whatever it fetches finds everything else in its new state.</remarks>
    [RequiresUnitLock]
    public void WriteLocked(Gcmd command)
    {
        if (capabilities.CAP.SAGAW == 0 && (quirks & UnitQuirks.TranslationNeedsSecondStageWidth) != 0)
            command = command with { TE = false };

        // WBF: nothing here buffers writes, so WBFS never shows.
        if (command.SRTP)
            SetRootPointerLocked();
        if (command.SIRTP)
            SetInterruptTablePointerLocked();
        if (command.SFL)
            SetFaultLogPointerLocked();

        var status = registers.GSTS;
        var passesCompatibility = command.CFI && (quirks & UnitQuirks.CompatibilityInterruptsPass) == 0;
        registers.GSTS = status with { TES = command.TE, IRES = command.IRE, CFIS = passesCompatibility, AFLS = command.EAFL };
        interrupts.ModeChangedLocked();
        if ((command.SRTP || command.TE != status.TES) && (quirks & UnitQuirks.SwitchesDropCaches) != 0)
            caches.DropTranslationsLocked();
        if (command.SRTP || command.TE != status.TES)
        {
            hostDevices.RefreshAllLocked();
            listeners.RefreshAllLocked();
        }
        if (command.SIRTP || command.IRE != status.IRES || passesCompatibility != status.CFIS)
            interruptListeners.InvalidateAllLocked();

        if (command.QIE != status.QIES && (command.QIE || queue.MayBeSwitchedOff))
            queue.SwitchLocked(command.QIE);
    }

    [RequiresUnitLock]
    private void SetRootPointerLocked()
    {
        var root = registers.RTADDR;
        if ((quirks & UnitQuirks.TableModeByOneBit) != 0)
        {
            var isScalable = capabilities.ECAP.SMTS && root.TTM is (TranslationTableMode.Scalable or TranslationTableMode.AbortDma);
            root = root with { TTM = isScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy };
        }

        pointers.Root = root;
        registers.GSTS = registers.GSTS with { RTPS = true };
        if (capabilities.CAP.ESRTPS)
            caches.DropTranslationsLocked();
    }

    [RequiresUnitLock]
    private void SetInterruptTablePointerLocked()
    {
        pointers.InterruptTable = registers.IRTA;
        registers.GSTS = registers.GSTS with { IRTPS = true };
        if (capabilities.CAP.ESIRTPS)
            caches.Interrupts.DropAllLocked();
    }

    [RequiresUnitLock]
    private void SetFaultLogPointerLocked()
    {
        pointers.FaultLog = registers.AFLOG;
        registers.GSTS = registers.GSTS with { FLS = true };
    }
}
