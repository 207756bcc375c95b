using System;
using System.Globalization;
using Timers.Timer;

namespace Timers;

/// <summary>What a device model does with generated code: registers, descriptors, entries.</summary>
internal static class Program
{
    private static void Main()
    {
        var features = new TimerCapabilities { FEATURES = new Features(0) with { CHANNELS = 3, FIRST = 2 } };
        var registers = new TimerRegisterFile(features);
        var device = new Device();

        Console.WriteLine(registers.CONTROL);
        Show("write control", registers.Write(Control.Offset, 4, 0xFFFF_FFFF, device));
        Show("read control", registers.Read(Control.Offset, 4, out var control), control);

        registers.STATUS = registers.STATUS with { EXPIRED = true, OVERRUN = true, CHANNEL = 2, MASK = true };
        Console.WriteLine(registers.STATUS);
        Show("write back", registers.Write(Status.Offset, 4, registers.STATUS.ToWrite().Value, device));
        Console.WriteLine(registers.STATUS);
        Show("clear", registers.Write(Status.Offset, 4, registers.STATUS.ToWrite(clearEXPIRED: true).Value, device));
        Console.WriteLine(registers.STATUS);

        Show("write channel 2", registers.Write(0x20 + (2 * 16) + 8, 8, 1000, device));
        Console.WriteLine(registers.GetCHANNEL(2));
        Show("write outside", registers.Write(0x60, 4, 1, device));
        Show("write askew", registers.Write(0x0A, 4, 1, device));
        Show("write 2 bytes", registers.Write(0x08, 2, 1, device));
        registers.Reset(keepSticky: false);
        Console.WriteLine(registers.CONTROL);

        var commands = new CommandQueueDispatcher(features);
        Span<byte> bytes = stackalloc byte[StartDescriptor.SizeInBytes];
        var start = new StartDescriptor { CHANNEL = 2, CLOCK = ClockSource.Network, LIMIT = 7 };
        start.CopyTo(bytes);
        Command("start", bytes);
        (start with { LIMIT = 0 }).CopyTo(bytes);
        Command("start without a limit", bytes);
        (start with { CLOCK = ClockSource.Outside }).CopyTo(bytes);
        Command("start from outside", bytes);
        new CaptureDescriptor { WAKE = true, INTO = 0x1000 }.CopyTo(bytes);
        Command("capture without the feature", bytes);
        bytes[0] = 0xF;
        Command("unknown", bytes);

        void Command(string what, ReadOnlySpan<byte> descriptor)
        {
            var outcome = commands.Dispatch(descriptor, device, out string? handled);
            if (handled is not null)
                Console.WriteLine(handled);
            Show(what, outcome);
        }

        var alarm = new AlarmEntry { ARMED = true, EVERY = 0x1234567, CHAIN = 0x5000, AT = ulong.MaxValue };
        Span<byte> table = stackalloc byte[AlarmEntry.SizeInBytes];
        alarm.CopyTo(table);
        Console.WriteLine(AlarmEntry.Read(table) == alarm);
        Console.WriteLine(Convert.ToHexString(table));
        Console.WriteLine(alarm);
        Console.WriteLine(alarm.HasAny(AlarmEntry.ReservedBits(features)));
        Console.WriteLine(CommandFault.ClockLost.IsFatal());

        var watchdog = new Watchdog.WatchdogRegisterFile { STATUS = new Watchdog.Status { BARKED = true } };
        var limit = new Watchdog.Control { CLOCK = Watchdog.ClockSource.Crystal, LIMIT = 100 };
        Show("write watchdog", watchdog.Write(Watchdog.Control.Offset, 4, limit.Value, device));
        Console.WriteLine(watchdog.STATUS);
        Console.WriteLine(new Watchdog.AlarmEntry { AT = 9 });
    }

    private static void Show<T>(string what, T outcome, ulong value = 0)
        where T : struct, Enum =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {outcome} 0x{value:X}"));

    private sealed class Device : ITimerRegisterHandler, Watchdog.IWatchdogRegisterHandler, ICommandQueueHandler<string>
    {
        public void OnWrite(Control before, Control after) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hook: {before} -> {after}"));

        public void OnWrite(Watchdog.Control before, Watchdog.Control after) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"watchdog: {before} -> {after}"));

        public void OnWrite(int index, Channel before, Channel after) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hook {index}: {before} -> {after}"));

        public string Handle(in StartDescriptor descriptor) => descriptor.ToString();

        public string Handle(in CaptureDescriptor descriptor) => descriptor.ToString();
    }
}
