using System.Globalization;
using Vtd.Architecture.Codegen;
using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>Holds every answer of a unit without quirks, and all of its registers, against the architecture.</summary>
/// <remarks>That a machine differs from the architecture explains a difference between that machine and our unit. It does not make our unit right:
/// this does. What is wrong is told once, when it happens.</remarks>
/// <param name="unit">Our unit, without quirks and as after power-on.</param>
/// <param name="reference">The model of the architecture, as after power-on.</param>
/// <param name="registers">Describes registers.</param>
internal sealed class ArchitectureCheck(VtdUnit unit, ReferenceUnit reference, RegisterText registers)
{
    private readonly List<WrongAnswerDifference> _wrong = [];
    private readonly Dictionary<int, (ulong Right, ulong Ours)> _told = [];
    private int _line;
    private string _text = "";

    /// <summary>The answers that are wrong.</summary>
    public IReadOnlyList<WrongAnswerDifference> Wrong => _wrong;

    /// <summary>Something is about to happen to the unit.</summary>
    /// <param name="line">Where that is said.</param>
    /// <param name="text">The text of the line.</param>
    public void Begin(int line, string text)
    {
        (_line, _text) = (line, text);
        reference.NextStep();
    }

    /// <summary>Forgets what was wrong.</summary>
    public void Clear() => _wrong.Clear();

    public void RegisterRead(int offset, int size, ulong value)
    {
        if (reference.Registers.Read(offset, size, out var right) == RegisterAccess.Done)
            Expect(offset, right, value);
    }

    public void RegisterWritten(int offset, int size, ulong value)
    {
        reference.Write(offset, size, value);
        ExpectRegisters();
    }

    public void ResetDone()
    {
        reference.Reset();
        ExpectRegisters();
    }

    public void Translated(in DmaRequest request, in DmaResult result)
    {
        var (asked, ours) = (request, result);
        if (TryAgree(reference.Answers(request), one => IsSame(asked, one, ours), one => reference.Give(asked, one), out var first))
            return;

        if (first is not { } right)
        {
            if (result.Outcome != DmaOutcome.Interrupt)
                Tell("an interrupt request", Describe(result.Outcome == DmaOutcome.Blocked, result.FaultReason, result.Page.Output));
            return;
        }

        Tell(
            Describe(right.Reason != FaultReason.None, right.Reason, right.Page.Translate(request.Address)),
            Describe(result.Outcome == DmaOutcome.Blocked, result.FaultReason, result.Translate(request.Address)));
        reference.Give(request, right);
        ExpectRegisters();
    }

    public void Translated(in AtsRequest request, in AtsResult result)
    {
        var (asked, ours) = (request, result);
        if (TryAgree(reference.Answers(request), one => IsSame(asked, one, ours), one => reference.Give(asked, one), out var first))
            return;

        var described = Describe(result.Outcome == AtsOutcome.Refused, result.FaultReason, result.Page.Output);
        if (first is not { } right)
        {
            if (result.Outcome != AtsOutcome.Refused || result.FaultReason != 0)
                Tell("refused", described);
            return;
        }

        Tell(Describe(right.Reason != FaultReason.None, right.Reason, right.Page.Output), described);
        reference.Give(request, right);
        ExpectRegisters();
    }

    public void Remapped(in InterruptRequest request, in InterruptResult result)
    {
        var (asked, ours) = (request, result);
        if (TryAgree(reference.Answers(request), one => IsSame(asked, one, ours), one => reference.Give(asked, one), out var first))
            return;

        var right = first.GetValueOrDefault();
        Tell(
            Describe(right.Reason != FaultReason.None, right.Reason, right.Message?.Qword0 ?? request.Address),
            Describe(result.Outcome == InterruptOutcome.Blocked, result.FaultReason, result.Address));
        reference.Give(request, right);
        ExpectRegisters();
    }

    /// <summary>A page request was answered.</summary>
    public void Requested(in PageRequest request, in PageRequestResult result)
    {
        var ours = result.FaultReason;
        var isBlocked = result.Outcome == PageRequestOutcome.Blocked;
        var answers = reference.Answers(request).ToList();
        var right = answers.FindIndex(answer => isBlocked ? answer.Reason.GetValueOrDefault() == ours && answer.Reason is not FaultReason.None : answer.Reason is FaultReason.None);
        var (reason, isFaultDisabled) = answers[Math.Max(right, 0)];
        var outcome = reference.Give(request, reason, isFaultDisabled);
        if (right < 0 || outcome != result.Outcome)
            Tell($"{outcome} {reason}", $"{result.Outcome} {ours}");
        ExpectRegisters();
    }

    /// <summary>Checks the messages and writes of the unit itself at this step.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="writes">The writes of the unit other than accessed and dirty bits; null if they are unknown.</param>
    public void Did(IEnumerable<(ulong Address, uint Data)> messages, IEnumerable<(ulong Address, byte[] Bytes)>? writes)
    {
        ExpectText(reference.Messages.Select(Text), messages.Select(Text));
        if (writes is not null)
            ExpectText(reference.Writes.Select(Text), writes.Select(Text));
    }

    private static bool IsSame(in DmaRequest request, in ReferenceAnswer right, in DmaResult ours)
    {
        if (right.Reason != FaultReason.None || right.Page.Rights == PagePermissions.None)
            return ours.Outcome == DmaOutcome.Blocked && ours.FaultReason == right.Reason;
        return ours.Outcome == DmaOutcome.Allowed
            && ours.Translate(request.Address) == right.Page.Translate(request.Address)
            && ours.Page.Size <= 1UL << right.Page.Shift
            && (ours.Page.Permissions & ~right.Page.Rights) == 0;
    }

    private static bool IsSame(in AtsRequest request, in ReferenceAnswer right, in AtsResult ours)
    {
        if (right.Reason != FaultReason.None)
            return ours.Outcome == AtsOutcome.Refused && ours.FaultReason == right.Reason;
        const PagePermissions Access = PagePermissions.Read | PagePermissions.Write;
        if (ours.Outcome != AtsOutcome.Completed || (ours.Page.Permissions & ~right.Page.Rights) != 0)
            return false;
        return (right.Page.Rights & Access) == 0
            ? ours.Page.Permissions == PagePermissions.None
            : (ours.Page.Output | (request.Address & (ours.Page.Size - 1))) == right.Page.Translate(request.Address) && ours.Page.Size <= 1UL << right.Page.Shift;
    }

    private static bool IsSame(in InterruptRequest request, in ReferenceInterrupt right, in InterruptResult ours)
    {
        if (right.Reason != FaultReason.None)
            return ours.Outcome == InterruptOutcome.Blocked && ours.FaultReason == right.Reason;
        if (right.IsPosted)
            return ours.Outcome is InterruptOutcome.Posted or InterruptOutcome.PostedWithNotification || ours.FaultReason is FaultReason.PostedDescriptorFetch or FaultReason.PostedDescriptorReserved;
        return right.Message is { } message
            ? ours.Outcome == InterruptOutcome.Remapped && (ours.Address, ours.Data) == (message.Qword0, (uint)message.Qword1)
            : ours.Outcome == InterruptOutcome.Unchanged && (ours.Address, ours.Data) == (request.Address, request.Data);
    }

    /// <summary>Has the reference give the answer that ours agrees with, and compares the registers if that is a fault.</summary>
    /// <param name="answers">The answers that are right.</param>
    /// <param name="isOurs">Whether an answer is ours.</param>
    /// <param name="give">Has the reference give an answer.</param>
    /// <param name="first">The first of the answers, if there is one.</param>
    /// <returns>Whether ours is one of them.</returns>
    private bool TryAgree<T>(IEnumerable<T> answers, Func<T, bool> isOurs, Action<T> give, out T? first)
        where T : struct, IReferenceAnswer
    {
        first = null;
        var all = answers.ToList(); // each is noted as something that the unit may have cached
        foreach (var answer in all)
        {
            first ??= answer;
            if (!isOurs(answer))
                continue;
            if (answer.Reason == FaultReason.None)
            {
                give(answer);
            }
            else
            {
                give(AsRecorded(all.FindAll(new(isOurs))));
                ExpectRegisters();
            }
            return true;
        }
        return false;
    }

    /// <summary>Of the answers that are right, the one whose fault is recorded as ours was: a cached entry can have another FPD than the one in memory.</summary>
    private T AsRecorded<T>(List<T> right)
        where T : struct, IReferenceAnswer
    {
        if (right.TrueForAll(answer => answer.IsFaultDisabled == right[0].IsFaultDisabled))
            return right[0];
        var hasRecorded = HasRecorded();
        return right.Find(answer => answer.IsFaultDisabled != hasRecorded);
    }

    /// <summary>Whether our unit has changed a register that the reference has not.</summary>
    private bool HasRecorded()
    {
        foreach (var (offset, size) in registers.Places)
        {
            if (reference.Registers.Read(offset, size, out var right) == RegisterAccess.Done
                && unit.ReadRegister(offset, size) is var ours && ours != right && _told.GetValueOrDefault(offset) != (right, ours))
            {
                return true;
            }
        }
        return false;
    }

    private void ExpectRegisters()
    {
        foreach (var (offset, size) in registers.Places)
        {
            if (reference.Registers.Read(offset, size, out var right) == RegisterAccess.Done)
                Expect(offset, right, unit.ReadRegister(offset, size));
        }
    }

    private void Expect(int offset, ulong right, ulong ours)
    {
        if (right == ours)
            _told.Remove(offset);
        else if (_told.GetValueOrDefault(offset) != (right, ours))
            Tell(registers.Describe(offset, right), registers.Describe(offset, ours));
        if (right != ours)
            _told[offset] = (right, ours);
    }

    private void ExpectText(IEnumerable<string> right, IEnumerable<string> ours)
    {
        var (expected, actual) = (string.Join(", ", right), string.Join(", ", ours));
        if (expected != actual)
            Tell(expected, actual);
    }

    private void Tell(string right, string ours) => _wrong.Add(new(_line, _text, right, ours));

    private static string Describe(bool isBlocked, FaultReason reason, ulong place) => isBlocked
        ? string.Create(CultureInfo.InvariantCulture, $"blocked, fault 0x{(byte)reason:x2}")
        : string.Create(CultureInfo.InvariantCulture, $"to 0x{place:x}");

    private static string Text((ulong Address, uint Data) message) =>
        string.Create(CultureInfo.InvariantCulture, $"interrupt: 0x{message.Data:x} to 0x{message.Address:x}");

    private static string Text((ulong Address, byte[] Bytes) write) =>
        string.Create(CultureInfo.InvariantCulture, $"write of {Convert.ToHexStringLower(write.Bytes)} to 0x{write.Address:x}");
}

/// <summary>An answer of our unit is not the one of the architecture, whatever the other machine did.</summary>
/// <param name="Line">Line of the recording, or number of the step.</param>
/// <param name="Text">The event that caused the difference.</param>
/// <param name="Right">The answer of the architecture.</param>
/// <param name="Ours">The answer of our unit.</param>
internal sealed record WrongAnswerDifference(int Line, string Text, string Right, string Ours) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(Line, Text, $"{Right}, by the architecture", Ours);
}
