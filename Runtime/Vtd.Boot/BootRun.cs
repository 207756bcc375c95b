using System.Runtime.ExceptionServices;
using Vtd.Boot.Devices;
using Vtd.Boot.Memory;
using Vtd.Boot.Native;
using Vtd.Boot.Proxy;
using Vtd.Boot.Qemu;
using Vtd.Machine.Devices;
using Vtd.Machine.Recording;
using Vtd.Runtime;

namespace Vtd.Boot;

/// <summary>One run of a machine: QEMU as a child process, whose remapping unit is a <see cref="VtdUnit"/> of this process.</summary>
public sealed class BootRun
{
    private const long MemorySize = 512L << 20;
    private const ulong EduAddressMask = ulong.MaxValue;

    private readonly BootOptions _options;
    private readonly TextWriter _console;
    private readonly CancellationTokenSource _ending;
    private volatile ExceptionDispatchInfo? _failure;

    private BootRun(BootOptions options, TextWriter console, CancellationTokenSource ending)
    {
        _options = options;
        _console = console;
        _ending = ending;
    }

    /// <summary>Runs a machine until it ends.</summary>
    /// <param name="options">The machine.</param>
    /// <param name="console">Takes what the guest says on its serial line. If it throws, the machine is ended and this member throws the same.</param>
    /// <param name="stop">Ends the machine.</param>
    /// <exception cref="BootFailedException">The machine cannot be started, the recording cannot be written, or QEMU does not keep to the protocol.</exception>
    public static BootSummary Run(BootOptions options, TextWriter console, CancellationToken stop = default)
    {
        try
        {
            BootChecks.ThrowIfUnusable(options);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            return new BootRun(options, console, ending).Run();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BootFailedException(failure.Message, failure);
        }
    }

    private BootSummary Run()
    {
        using var descriptors = new InheritedDescriptors();
        var file = MemoryFile.Create($"guest-{Guid.NewGuid():N}", MemorySize);
        var commands = new QemuCommandLine();
        commands.AddMachine(_options.Processors, descriptors.AddFile(file), MemorySize);
        using var memory = new GuestMemory(file, MemorySize);
        var unitOptions = BootUnit.Options(_options);
        using var recorder = _options.Recording is { } path ? new UnitRecorder(path, unitOptions) : null;
        using var transport = new ProxyTransport(memory, descriptors);
        var unit = new VtdUnit(unitOptions, memory, transport.Messages, recorder);
        if (recorder is not null)
            unit.AddInterruptListener(recorder);
        var function = new UnitFunction(unit);
        transport.Add(function, BootPlaces.Unit, BootPlaces.UnitAddress);
        if (_options.InterruptRemapping)
            AddIoApic(transport, new(unit, BootPlaces.IoApicRequests, memory, transport.Messages));
        transport.Add(EduWith(new(unit, BootPlaces.Edu, memory, transport.Messages)), BootPlaces.Edu, fixedAddress: null);
        BootImages.Add(commands, descriptors, _options);
        commands.Add(transport.Arguments);
        transport.Start(Fail);
        try
        {
            var exit = QemuSession.Run(_options.Qemu, commands, descriptors, _console, _ending.Token);
            _failure?.Throw();
            return Summarize(exit, function.Resets) with { Unit = UnitTotals.Of(unitOptions.Name) };
        }
        finally
        {
            function.End();
        }
    }

    /// <summary>Adds an I/O APIC that has the pins of QEMU's. QEMU's stays masked, as the kernel does not know it.</summary>
    private static void AddIoApic(ProxyTransport transport, DeviceMemory memory)
    {
        var ioApic = new IoApic(memory);
        transport.Add(ioApic, BootPlaces.IoApic, BootPlaces.IoApicAddress);
        transport.FollowPins(ioApic.SetPin);
    }

    /// <summary>A device whose DMA and messages go through the unit. The transport has no interrupt pins for it.</summary>
    private static Edu EduWith(DeviceMemory memory) => new(memory, setPin: static _ => { }, begin: static (_, copy) => copy(), EduAddressMask);

    /// <summary>Ends the machine because it says what makes no sense.</summary>
    private void Fail(Exception failure)
    {
        _failure = ExceptionDispatchInfo.Capture(failure);
        _ending.Cancel();
    }

    private BootSummary Summarize(QemuExit exit, int resets)
    {
        if (exit.IsPowerOff)
            return new(BootEnding.PoweredOff, null, resets - 1);
        if (exit.IsSignal || _ending.IsCancellationRequested)
            return new(BootEnding.Stopped, null, Math.Max(0, resets - 1));
        var failure = $"QEMU ended with exit code {exit.ExitCode}" + (exit.LastWords.Length > 0 ? $": {exit.LastWords}" : ".");
        return resets == 0 ? throw new BootFailedException(failure) : new(BootEnding.Failed, failure, resets - 1);
    }
}
