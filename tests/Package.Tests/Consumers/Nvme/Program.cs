// A controller with an admin queue, as small as it can be: the host makes it ready, sends commands and reads completions.
using Nvme;

var controller = new Controller(new Cap(0) with { MQES = 63, CQR = true, DSTRD = 1, CSS = 1, TO = 1 });
var host = controller.Registers;

host.Write(Aqa.Offset, 4, (new Aqa(0) with { ASQS = 7, ACQS = 7 }).Value, controller);
host.Write(Asq.Offset, 8, (new Asq(0) with { ASQB = 0x1000 }).Value, controller);
host.Write(Acq.Offset, 8, (new Acq(0) with { ACQB = 0x2000 }).Value, controller);
host.Write(Intms.Offset, 4, 0b0110, controller);
host.Write(Intms.Offset, 4, 0b1000, controller);
host.Write(Intmc.Offset, 4, 0b0010, controller);
host.Read(Intms.Offset, 4, out var masked);
Console.WriteLine($"masked {masked:X}");
Console.WriteLine(host.CSTS);
host.Write(Cc.Offset, 4, (new Cc(0) with { EN = true, IOSQES = 6, IOCQES = 4 }).Value, controller);
Console.WriteLine(host.CC);
Console.WriteLine(host.CSTS);

new IdentifyDescriptor { CID = 1, CNS = IdentifyStructure.Controller, PRP1 = 0x4000 }.CopyTo(controller.Submission(0));
new CreateIoCompletionQueueDescriptor { CID = 2, QID = 1, QSIZE = 31, PC = true, PRP1 = 0x5000 }.CopyTo(controller.Submission(1));
new CreateIoCompletionQueueDescriptor { CID = 3, QID = 1, QSIZE = 64, PC = true }.CopyTo(controller.Submission(2));
new CommandStart { OPC = 0xEE, CID = 4 }.CopyTo(controller.Submission(3));
host.Write(0x1000, 4, 4, controller);
host.Write(0x1000 + (3 * 8), 4, 5, controller);

for (var index = 0; index < 4; index++)
    Console.WriteLine(Completion.Read(controller.CompletionAt(index)));

host.Write(Cc.Offset, 4, (host.CC with { SHN = ShutdownNotification.Normal }).Value, controller);
Console.WriteLine(host.CSTS);

internal sealed class Controller : INvmeRegisterHandler, IAdminSubmissionQueueHandler<Completion>
{
    private readonly byte[] _submissions = new byte[8 * IdentifyDescriptor.SizeInBytes];
    private readonly byte[] _completions = new byte[8 * Completion.SizeInBytes];
    private readonly AdminSubmissionQueueDispatcher _commands;
    private int _head;

    public Controller(Cap capabilities)
    {
        var given = new NvmeCapabilities { CAP = capabilities };
        Registers = new NvmeRegisterFile(given);
        _commands = new AdminSubmissionQueueDispatcher(given);
    }

    public NvmeRegisterFile Registers { get; }

    public Span<byte> Submission(int index) => _submissions.AsSpan(index * IdentifyDescriptor.SizeInBytes, IdentifyDescriptor.SizeInBytes);

    public Span<byte> CompletionAt(int index) => _completions.AsSpan(index * Completion.SizeInBytes, Completion.SizeInBytes);

    public void OnWrite(Intms before, Intms after) => Mask(before.IVMS | after.IVMS);

    public void OnWrite(Intmc before, Intmc after) => Mask(after.IVMC);

    public void OnWrite(Cc before, Cc after) =>
        Registers.CSTS = Registers.CSTS with
        {
            RDY = after.EN,
            SHST = after.SHN == ShutdownNotification.None ? ShutdownStatus.Normal : ShutdownStatus.Complete,
        };

    public void OnWrite(int index, Sqtdbl before, Sqtdbl after)
    {
        for (; index == 0 && _head < after.SQT; _head++)
        {
            var outcome = _commands.Dispatch(Submission(_head), this, out Completion answer);
            if (outcome != AdminSubmissionQueueOutcome.Handled)
                answer = new Completion { CID = CommandStart.Read(Submission(_head)).CID, SC = outcome == AdminSubmissionQueueOutcome.UnknownType ? StatusCode.InvalidOpcode : StatusCode.InvalidField };
            (answer with { P = true, SQHD = (ushort)(_head + 1) }).CopyTo(CompletionAt(_head));
        }
    }

    public void OnWrite(int index, Cqhdbl before, Cqhdbl after) => Console.WriteLine($"head of completion queue {index}: {after.CQH}");

    public Completion Handle(in IdentifyDescriptor descriptor) => new() { CID = descriptor.CID };

    public Completion Handle(in CreateIoCompletionQueueDescriptor descriptor) => new() { CID = descriptor.CID };

    public Completion Handle(in SetFeaturesDescriptor descriptor) => new() { CID = descriptor.CID, DW0 = descriptor.VALUE };

    private void Mask(uint vectors)
    {
        Registers.INTMS = new Intms(vectors);
        Registers.INTMC = new Intmc(vectors);
    }
}
