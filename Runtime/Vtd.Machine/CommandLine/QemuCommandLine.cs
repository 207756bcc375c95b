using System.Globalization;
using Vtd.Machine.Board;
using Vtd.Machine.Bus;

namespace Vtd.Machine.CommandLine;

/// <summary>Reads a command line as QEMU has it, as far as it says something about the machine, and options of our own.</summary>
/// <remarks>An option has one dash or two. Those that configure what the machine does not have are taken if they leave it out.</remarks>
public sealed class QemuCommandLine
{
    private const ulong LeastMemory = 1UL << 20;
    private const ulong MostMemory = 1UL << 40;
    private const int DefaultUnit = 20;

    private static readonly HashSet<string> s_flagsOfNoConsequence =
        ["nodefaults", "no-user-config", "nographic", "no-reboot", "no-shutdown"];

    private static readonly HashSet<string> s_optionsOfNoConsequence =
        ["bios", "boot", "cpu", "d", "D", "L", "msg", "name", "run-with", "sandbox", "seed", "smp", "trace", "uuid"];

    /// <summary>Options that may be given and do nothing.</summary>
    private static readonly HashSet<string> s_optionsForNothing = ["audio", "audiodev", "display", "monitor", "net", "nic", "parallel", "serial", "vga"];

    private readonly Dictionary<string, ServerSocket> _characterDevices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sinks = new(StringComparer.Ordinal);
    private readonly List<string> _devices = [];
    private readonly List<string> _qtest = [];
    private readonly List<string> _qmp = [];
    private readonly List<string> _accelerators = [];
    private string? _log;
    private string? _recording;
    private QemuRelease? _release;
    private bool _hasQuirks;
    private DateTime? _startTime;
    private ulong _memory = 128UL << 20;
    private bool _hasMachine = true;
    private bool _startsStopped;
    private bool _jumps;

    private QemuCommandLine()
    {
    }

    /// <summary>Reads the words of a command line.</summary>
    /// <exception cref="UnusableOptionException">An option or one of its properties is unknown, or cannot be followed.</exception>
    public static ServerOptions Parse(IReadOnlyList<string> args)
    {
        var line = new QemuCommandLine();
        for (var at = 0; at < args.Count;)
            at += line.Take(args, at);
        return line.Options();
    }

    /// <returns>The number of words taken.</returns>
    private int Take(IReadOnlyList<string> args, int at)
    {
        var name = args[at].StartsWith("--", StringComparison.Ordinal) ? args[at][2..] : args[at].StartsWith('-') ? args[at][1..] : "";
        if (name.Length == 0)
            throw new UnusableOptionException($"'{args[at]}' is no option");
        if (TakeFlag(name))
            return 1;
        if (!IsKnown(name))
            throw new UnusableOptionException($"{args[at]}: there is no such option");
        if (at + 1 == args.Count)
            throw new UnusableOptionException($"{args[at]}: something has to follow it");
        TakeOption("-" + name, name, args[at + 1]);
        return 2;
    }

    private bool TakeFlag(string name)
    {
        if (name == "S")
            _startsStopped = true;
        return name == "S" || s_flagsOfNoConsequence.Contains(name);
    }

    private static bool IsKnown(string name) =>
        name is "accel" or "chardev" or "device" or "icount" or "M" or "m" or "machine" or "mon" or "qemu" or "qmp" or "qtest" or "qtest-log" or "quirks" or "record" or "rtc"
        || s_optionsOfNoConsequence.Contains(name) || s_optionsForNothing.Contains(name);

    private void TakeOption(string option, string name, string value)
    {
        switch (name)
        {
            case "M" or "machine":
                TakeMachine(OptionProperties.Of(option, value, "type"));
                break;
            case "m":
                _memory = Memory(option, value);
                break;
            case "accel":
                _accelerators.Add(OptionProperties.Of(option, value, "accel").First);
                break;
            case "icount":
                _jumps |= OptionProperties.Of(option, value, "shift").Text("sleep") == "off";
                break;
            case "device":
                _devices.Add(value);
                break;
            case "chardev":
                TakeCharacterDevice(OptionProperties.Of(option, value, "backend"));
                break;
            case "mon":
                TakeMonitor(OptionProperties.Of(option, value, "chardev"));
                break;
            case "qtest":
                _qtest.Add(value);
                break;
            case "qmp":
                _qmp.Add(value);
                break;
            case "qtest-log":
                _log = value is "none" or "/dev/null" ? null : value;
                break;
            case "qemu":
                _release = Release(option, value);
                break;
            case "quirks":
                _hasQuirks = value switch
                {
                    "qemu" => true,
                    "none" => false,
                    _ => throw new UnusableOptionException($"{option}: '{value}' has to be qemu or none"),
                };
                break;
            case "rtc":
                _startTime = StartTime(OptionProperties.Of(option, value, "base"));
                break;
            case "record":
                _recording = value;
                break;
            default:
                if (s_optionsForNothing.Contains(name) && value is not ("none" or "null" or "off"))
                    throw new UnusableOptionException($"{option}: the machine has no {name}, so it can only be none, not '{value}'");
                break;
        }
    }

    private ServerOptions Options()
    {
        var devices = _devices.Select(value => OptionProperties.Of("-device", value, "driver")).ToList();
        var iommus = devices.Where(device => device.First == "intel-iommu").ToList();
        if (iommus.Count > 1)
            throw new UnusableOptionException("-device: there can be only one intel-iommu");
        var serialPorts = devices.Where(device => device.First == "isa-serial").ToList();
        if (serialPorts.Count > 1)
            throw new UnusableOptionException("-device: there can be only one isa-serial");
        if (!_hasMachine && devices.Count > 0)
            throw new UnusableOptionException("-device: the machine 'none' has no place for devices");
        var machine = new MachineOptions
        {
            HasMachine = _hasMachine,
            MemorySize = _memory,
            Iommu = iommus.Count == 0 ? null : DeviceParser.Iommu(iommus[0], _release, _hasQuirks),
            Devices = [.. devices.Except(iommus).Except(serialPorts).Select(DeviceParser.Device)],
            HasSerialPort = serialPorts.Any(HasSink),
            BoardQuirks = _hasQuirks ? BoardReleases.QuirksOf((_release ?? QemuRelease.Newest).ToVersion()) : BoardQuirks.None,
            StartTime = _startTime,
            Clock = _accelerators.Contains("qtest") ? ClockKind.Stepped : _jumps ? ClockKind.Jumping : ClockKind.Real,
            StartsStopped = _startsStopped,
            Release = _release ?? QemuRelease.Newest,
            Recording = _recording,
        };
        return new(machine)
        {
            Qtest = [.. _qtest.Select(value => EndpointOf("-qtest", value))],
            Qmp = [.. _qmp.Select(value => EndpointOf("-qmp", value))],
            QtestLog = _log,
        };
    }

    private void TakeMachine(OptionProperties given)
    {
        if (given.First.Length > 0)
        {
            _hasMachine = given.First != "none";
            if (_hasMachine && given.First != "q35" && !given.First.StartsWith("pc-q35-", StringComparison.Ordinal))
                throw new UnusableOptionException($"-machine: there is no machine '{given.First}', only q35 and none");
        }

        if (given.Text("accel") is { } accelerators)
            _accelerators.AddRange(accelerators.Split(':'));
        given.Ignore("graphics", "hpet", "i8042", "kernel-irqchip", "kernel_irqchip", "pit", "sata", "smbus", "smm", "usb", "vmport");
        given.End();
    }

    private void TakeCharacterDevice(OptionProperties given)
    {
        var id = given.Text("id") ?? throw given.Wrong("it has no id");
        if (given.First == "null")
            _sinks.Add(id);
        else
            _characterDevices[id] = CharacterDevice(given);
        given.Ignore("logfile", "mux", "reconnect", "signal");
        given.End();
    }

    private static ServerSocket CharacterDevice(OptionProperties given) => given.First switch
    {
        "stdio" => new(SocketKind.Stdio),
        "socket" => SocketOf(given, given.Text("path") ?? throw given.Wrong("only Unix sockets are known: it has no path")),
        _ => throw new UnusableOptionException($"-chardev: there is no '{given.First}', only socket, stdio and null"),
    };

    /// <summary>Whether characters of the serial port are dropped, and none arrives.</summary>
    private bool HasSink(OptionProperties serialPort)
    {
        if (!_sinks.Contains(serialPort.Text("chardev") ?? ""))
            throw serialPort.Wrong("it needs chardev=ID of a -chardev null");
        serialPort.Ignore("id");
        serialPort.End();
        return true;
    }

    private void TakeMonitor(OptionProperties given)
    {
        if (given.Text("mode") is { } mode and not "control")
            throw given.Wrong("mode", mode, "control");
        _qmp.Add("chardev:" + (given.First.Length > 0 ? given.First : given.Text("chardev")));
        given.Ignore("pretty");
        given.End();
    }

    /// <summary>`unix:PATH[,server=on,wait=off]`, `chardev:ID` or `stdio`.</summary>
    private ServerSocket EndpointOf(string option, string value)
    {
        const string Unix = "unix:";
        const string CharacterDevice = "chardev:";
        var given = OptionProperties.Of(option, value, "path");
        ServerSocket endpoint;
        if (given.First == "stdio")
            endpoint = new(SocketKind.Stdio);
        else if (given.First.StartsWith(Unix, StringComparison.Ordinal) && given.First.Length > Unix.Length)
            endpoint = SocketOf(given, given.First[Unix.Length..]);
        else if (given.First.StartsWith(CharacterDevice, StringComparison.Ordinal) && _characterDevices.TryGetValue(given.First[CharacterDevice.Length..], out var known))
            endpoint = known;
        else
            throw new UnusableOptionException($"{option}: '{value}' is neither unix:PATH nor stdio nor chardev:ID of a -chardev");
        given.End();
        return endpoint;
    }

    private static ServerSocket SocketOf(OptionProperties given, string path)
    {
        given.Ignore("nodelay", "nowait");
        given.Flag("wait", false);
        return new(given.Flag("server", false) ? SocketKind.Server : SocketKind.Client, path);
    }

    /// <summary>`base=DATE[THH:MM:SS]`; the time of the host otherwise.</summary>
    private static DateTime? StartTime(OptionProperties given)
    {
        given.Ignore("clock", "driftfix");
        var start = given.First.Length > 0 ? given.First : given.Text("base") ?? "utc";
        given.End();
        if (start is "utc" or "localtime")
            return null;
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss"];
        return DateTime.TryParseExact(start, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw given.Wrong("base", start, "utc, localtime or a date such as 2006-06-17T16:01:21");
    }

    /// <summary>A number, in MByte unless a letter says otherwise.</summary>
    private static ulong Memory(string option, string value)
    {
        var given = OptionProperties.Of(option, value, "size");
        given.Ignore("slots", "maxmem");
        given.End();
        var text = given.First;
        var shift = text is [.., var unit] ? "bBkKmMgGtT".IndexOf(unit, StringComparison.Ordinal) is var index and >= 0 ? 10 * (index / 2) : DefaultUnit : DefaultUnit;
        var digits = text.TrimEnd("bBkKmMgGtT".ToCharArray());
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= MostMemory >> shift && number << shift is >= LeastMemory and <= MostMemory and var size
            ? size
            : throw new UnusableOptionException($"{option}: '{value}' is no size from 1 MByte to 1 TByte");
    }

    private static QemuRelease Release(string option, string value)
    {
        var numbers = value.Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return numbers.Count is 2 or 3 && !numbers.Contains(-1)
            ? new(numbers[0], numbers[1], numbers.Count == 3 ? numbers[2] : 0)
            : throw new UnusableOptionException($"{option}: '{value}' is no release such as 7.2");
    }
}
