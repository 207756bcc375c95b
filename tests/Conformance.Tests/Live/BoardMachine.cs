using Vtd.Conformance.Scripts;
using Vtd.Machine;
using Vtd.Machine.Bus;
using Vtd.Machine.Qtest;

namespace Vtd.Conformance.Tests.Live;

/// <summary>Our machine with a device of the board that a test brings, for the steps that programs for such devices have.</summary>
internal sealed class BoardMachine
{
    private readonly Q35Machine _machine = new(new() { Clock = ClockKind.Jumping });
    private readonly QtestSession _session;

    /// <param name="add">Adds the device.</param>
    public BoardMachine(Action<Q35Machine> add)
    {
        add(_machine);
        _session = new(_machine, null);
    }

    /// <summary>Takes steps from power-on.</summary>
    public IReadOnlyList<string> Answer(IReadOnlyList<Step> steps)
    {
        _machine.Reset();
        return [.. steps.Select(Answer)];
    }

    private string Answer(Step step)
    {
        switch (step)
        {
            case SystemResetStep:
                _machine.Reset();
                return "OK";
            case StopStep:
                _machine.Stop();
                return "OK";
            case ContinueStep:
                _machine.Continue();
                return "OK";
            default:
                return _session.Answer(step is AwaitStep wait ? wait.Request.Text : step.Text);
        }
    }
}
