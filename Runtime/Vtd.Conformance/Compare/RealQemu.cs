using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vtd.Conformance.Scripts;
using Vtd.Machine.Bus;

namespace Vtd.Conformance.Compare;

/// <summary>A QEMU of this machine, driven over its qtest and QMP sockets.</summary>
/// <remarks>
/// Its processor halts at once and instructions are counted, so that virtual time passes only while requests are answered, and at once.
/// The process is ended with this, whatever happened to it.
/// </remarks>
internal sealed partial class RealQemu : IMachine
{
    /// <summary>Requests under way together; their bytes and those of the answers must fit the buffers of a socket.</summary>
    private const int MaxUnderWay = 512;
    private const int MaxBytesUnderWay = 1 << 15;
    private const int KeptComplaints = 8;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(5);

    private readonly string _binary;
    private readonly string _device;
    private readonly string _serial;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vtd-qemu-");
    private readonly Queue<string> _complaints = [];
    private Process? _process;
    private LineSocket? _qtest;
    private LineSocket? _qmp;

    /// <summary>Starts QEMU.</summary>
    /// <param name="binary">Path of the program.</param>
    /// <param name="device">The option -device of its VT-d unit.</param>
    /// <param name="serial">The option -chardev of what the serial port is connected to, without its id.</param>
    /// <exception cref="MachineFailedException">QEMU does not start, or rejects the options.</exception>
    public RealQemu(string binary, string device, string serial = MachineLayout.NoSerial)
    {
        _binary = binary;
        _device = device;
        _serial = serial;
        try
        {
            File.WriteAllBytes(PathOf("halt.bin"), HaltingFirmware.Image);
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Version of the program.</summary>
    public Version Version { get; private set; } = new();

    public IReadOnlyList<string> Answer(IReadOnlyList<Step> steps)
    {
        var answers = new List<string>(steps.Count);
        while (answers.Count < steps.Count)
        {
            var step = steps[answers.Count];
            try
            {
                switch (step)
                {
                    case AwaitStep wait:
                        answers.Add(Poll(wait));
                        break;
                    case SystemResetStep:
                        Reset();
                        answers.Add("OK");
                        break;
                    case StopStep or ContinueStep:
                        Command(step.Text);
                        answers.Add("OK");
                        break;
                    case InterruptsStep:
                        answers.Add($"OK {Interrupts()}".TrimEnd());
                        break;
                    default:
                        Exchange(steps, answers);
                        break;
                }
            }
            catch (SocketException problem)
            {
                throw Failed(steps[answers.Count].Text, answers, problem);
            }
        }

        return answers;
    }

    public void Renew()
    {
        if (_process is null or { HasExited: true })
        {
            Stop();
            Start();
        }

        Answer(Renewal.Steps);
    }

    public void Dispose()
    {
        Stop();
        if (Directory.Exists(_folder.FullName))
            _folder.Delete(recursive: true);
    }

    private void Start()
    {
        using var qtest = Listen("qtest");
        using var qmp = Listen("qmp");
        var start = new ProcessStartInfo(_binary, [.. MachineLayout.Arguments(_device, _serial), "-bios", PathOf("halt.bin"), "-qtest", $"unix:{PathOf("qtest")}", "-qtest-log", "/dev/null", "-qmp", $"unix:{PathOf("qmp")}"])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            throw new MachineFailedException($"{_binary} cannot be started: {problem.Message}", [], ended: true);
        }

        _process.ErrorDataReceived += (_, said) => Keep(said.Data);
        _process.BeginErrorReadLine();
        try
        {
            _qtest = Accept(qtest);
            _qmp = Accept(qmp);
            using var greeting = JsonDocument.Parse(_qmp.Receive());
            var version = greeting.RootElement.GetProperty("QMP").GetProperty("version").GetProperty("qemu");
            Version = new(version.GetProperty("major").GetInt32(), version.GetProperty("minor").GetInt32(), version.GetProperty("micro").GetInt32());
            Command("qmp_capabilities");
        }
        catch (SocketException problem)
        {
            throw Failed("its start", [], problem);
        }
    }

    private Socket Listen(string name)
    {
        File.Delete(PathOf(name));
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOf(name)));
        socket.Listen();
        return socket;
    }

    private LineSocket Accept(Socket listening)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_patience;)
        {
            if (listening.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
                return new(listening.Accept(), s_patience);
            if (_process!.HasExited)
                throw new SocketException((int)SocketError.ConnectionAborted);
        }

        throw new SocketException((int)SocketError.TimedOut);
    }

    /// <summary>Sends requests as far as they need not wait for anything, and takes their answers.</summary>
    private void Exchange(IReadOnlyList<Step> steps, List<string> answers)
    {
        var text = new StringBuilder();
        var end = answers.Count;
        for (; end < steps.Count && end - answers.Count < MaxUnderWay && text.Length < MaxBytesUnderWay && steps[end] is RequestStep request; end++)
            text.Append(request.Text).Append('\n');
        _qtest!.Send(text.ToString());
        while (answers.Count < end)
            answers.Add(_qtest.Receive());
    }

    private string Poll(AwaitStep wait)
    {
        var answer = "";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_patience && !wait.IsMet(answer);)
        {
            _qtest!.Send(wait.Request.Text + "\n");
            answer = _qtest.Receive();
        }

        return answer;
    }

    private void Reset()
    {
        _qmp!.Send("{\"execute\":\"system_reset\"}\n");
        var hasReturned = false;
        var isReset = false;
        while (!hasReturned || !isReset)
        {
            using var message = JsonDocument.Parse(_qmp.Receive());
            hasReturned |= message.RootElement.TryGetProperty("return", out _);
            isReset |= message.RootElement.TryGetProperty("event", out var said) && said.ValueEquals("RESET");
        }
    }

    /// <summary>The interrupt request register of the processor's APIC, which never takes any, in decimal vectors.</summary>
    private string Interrupts()
    {
        var text = Command("human-monitor-command", ",\"arguments\":{\"command-line\":\"info lapic\"}").GetString()!;
        var vectors = RequestedVectors().Match(text).Groups["vectors"].Value;
        return string.Join(' ', vectors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(vector => vector.Split('(')[0]));
    }

    private JsonElement Command(string name, string arguments = "")
    {
        _qmp!.Send($"{{\"execute\":\"{name}\"{arguments}}}\n");
        while (true)
        {
            using var message = JsonDocument.Parse(_qmp.Receive());
            if (message.RootElement.TryGetProperty("return", out var result))
                return result.Clone();
        }
    }

    private MachineFailedException Failed(string request, IReadOnlyList<string> answers, SocketException problem)
    {
        var isTooSlow = problem.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.TryAgain;
        var ended = _process!.WaitForExit(isTooSlow ? TimeSpan.Zero : s_ending);
        if (ended)
            _process.WaitForExit(); // for the rest of what it said
        string[] complaints;
        lock (_complaints)
            complaints = [.. _complaints];
        Stop(); // forgets them
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{_binary} {(ended ? "ended" : $"did not answer within {s_patience.TotalSeconds:0} s")} at: {request}{string.Concat(complaints.Select(line => $"\n  {line}"))}"),
            answers,
            ended);
    }

    private void Keep(string? complaint)
    {
        if (complaint is null)
            return;
        lock (_complaints)
        {
            _complaints.Enqueue(complaint);
            if (_complaints.Count > KeptComplaints)
                _complaints.Dequeue();
        }
    }

    private void Stop()
    {
        _qtest?.Dispose();
        _qmp?.Dispose();
        if (_process is not null)
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }

        lock (_complaints)
            _complaints.Clear();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [GeneratedRegex(@"^IRR\s+(\(none\)|(?<vectors>.*?))\s*$", RegexOptions.Multiline)]
    private static partial Regex RequestedVectors();
}
