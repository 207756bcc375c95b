using System.Globalization;
using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Reference;
using Vtd.Conformance.Scripts;
using Vtd.Machine;
using Vtd.Machine.Board;
using Vtd.Machine.CommandLine;
using Vtd.Machine.Qtest;
using Vtd.Runtime;

namespace Vtd.Conformance.Compare;

/// <summary>Our machine, made like the QEMU beside it.</summary>
internal sealed class OwnMachine : IMachine
{
    private const int DestinationShift = 12;
    private const int Everybody = 0xFF;

    private readonly Q35Machine _machine;
    private readonly QtestSession _session;
    private readonly SortedSet<byte> _requested = [];
    private readonly ArchitectureCheck? _check;

    /// <param name="device">The option -device of its VT-d unit.</param>
    /// <param name="release">The release of QEMU that it is compared with.</param>
    /// <param name="quirks">The quirks of the unit.</param>
    /// <param name="board">The quirks of the board's devices; those of the release if null.</param>
    /// <exception cref="UnusableOptionException">The option has something that our machine does not have.</exception>
    public OwnMachine(string device, Version release, UnitQuirks quirks, BoardQuirks? board = null)
    {
        var options = QemuCommandLine.Parse([.. MachineLayout.Arguments(device, MachineLayout.NoSerial), "-qemu", release.ToString()]).Machine;
        var observer = new CheckingObserver();
        _machine = new(options with { Iommu = options.Iommu! with { Quirks = quirks }, BoardQuirks = board ?? BoardReleases.QuirksOf(release) }, observer);
        _session = new(_machine, null);
        if (quirks != UnitQuirks.None)
            return;
        var capabilities = CapabilitiesOf(Unit);
        var registers = new RegisterText(capabilities.CAP.Value, capabilities.ECAP.Value);
        var width = IommuRegisters.HostAddressWidth(options.Iommu!, options.Release);
        _check = new(Unit, new(capabilities, width, _machine.Memory.TryRead), registers);
        observer.Check = _check;
    }

    /// <summary>The capabilities of a unit, read from its registers.</summary>
    public static VtdCapabilities CapabilitiesOf(VtdUnit unit) => new()
    {
        VER = new((uint)unit.ReadRegister(Ver.Offset, sizeof(uint))),
        CAP = new(unit.ReadRegister(Cap.Offset, sizeof(ulong))),
        ECAP = new(unit.ReadRegister(Ecap.Offset, sizeof(ulong))),
    };

    /// <summary>Answers to the last steps that are not those of the architecture; a unit with quirks has none.</summary>
    public IReadOnlyList<WrongAnswerDifference> Wrong => _check?.Wrong ?? [];

    /// <summary>The unit of the machine.</summary>
    public VtdUnit Unit => _machine.Unit!;

    public IReadOnlyList<string> Answer(IReadOnlyList<Step> steps)
    {
        var answers = new List<string>();
        _check?.Clear();
        foreach (var (index, step) in steps.Index())
        {
            _check?.Begin(index + 1, step.Text);
            answers.Add(Answer(step));
        }

        return answers;
    }

    public void Renew()
    {
        _check?.Begin(0, "the machine is renewed");
        foreach (var step in Renewal.Steps)
            Answer(step);
    }

    public void Dispose()
    {
    }

    /// <summary>Takes one step.</summary>
    public string Answer(Step step) => step switch
    {
        SystemResetStep => Reset(),
        StopStep => Change(_machine.Stop),
        ContinueStep => Change(_machine.Continue),
        InterruptsStep => $"OK {Interrupts()}".TrimEnd(),
        AwaitStep wait => _session.Answer(wait.Request.Text),
        _ => _session.Answer(step.Text),
    };

    private static string Change(Action change)
    {
        change();
        return "OK";
    }

    private string Reset()
    {
        _machine.Reset();
        _machine.Interrupts.Take();
        _requested.Clear();
        return "OK";
    }

    /// <summary>The vectors of messages to the one processor, whose APIC id and logical destination are 0.</summary>
    private string Interrupts()
    {
        foreach (var message in _machine.Interrupts.Take())
        {
            var destination = message.Address >> DestinationShift & Everybody;
            var isLogical = (message.Address & 4) != 0;
            if (destination is (0 or Everybody) && !isLogical)
                _requested.Add((byte)message.Data);
        }

        return string.Join(' ', _requested.Select(vector => vector.ToString(CultureInfo.InvariantCulture)));
    }
}
