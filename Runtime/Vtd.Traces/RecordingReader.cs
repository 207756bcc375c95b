using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Vtd.Traces;

/// <summary>Reads files of the format vtdtrace 1, packed with gzip or plain.</summary>
public static class RecordingReader
{
    private const int WidestAddress = 52;

    private static ReadOnlySpan<byte> Signature => "# vtdtrace "u8;

    private static ReadOnlySpan<byte> ScenarioStart => "# scenario "u8;

    private static ReadOnlySpan<byte> Registered => "# notifier "u8;

    /// <summary>The start of the result of a scenario that ended the machine.</summary>
    private static ReadOnlySpan<byte> EndedMachine => " | \"CRASH"u8;

    private static ReadOnlySpan<byte> CutShort => "# stop: "u8;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnusableRecordingException">The file is missing, truncated, corrupt or of another kind.</exception>
    public static Recording Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            if (file.Length == 0)
                throw new UnusableRecordingException("the file is empty");

            return new Recording(path, IsPacked(file) ? Unpack(file) : Scenarios(new LineSource(file)));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableRecordingException("there is no such file");
        }
        catch (InvalidDataException failure)
        {
            throw new UnusableRecordingException($"truncated or corrupt gzip data: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnusableRecordingException($"cannot be read: {failure.Message}");
        }
    }

    private static bool IsPacked(FileStream file)
    {
        var isPacked = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isPacked;
    }

    private static List<Scenario> Unpack(FileStream file)
    {
        using var text = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var lines = new LineSource(text);
        var scenarios = Scenarios(lines);

        // GZipStream takes the end of a cut file for the end of its data: only the length at the end of the format tells.
        Span<byte> length = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - length.Length;
        file.ReadExactly(length);
        return (uint)lines.Length == BinaryPrimitives.ReadUInt32LittleEndian(length)
            ? scenarios
            : throw new UnusableRecordingException($"truncated: the packed data ends after line {lines.Line}");
    }

    private static List<Scenario> Scenarios(LineSource lines)
    {
        var scenarios = new List<Scenario>();
        ScenarioInProgress? current = null;
        string? label = null;
        var isCutShort = false;
        while (lines.TryRead(out var line))
        {
            if (line.StartsWith(ScenarioStart))
            {
                Complete(scenarios, current, label);
                current = null;
                label = Label(line);
                isCutShort = line.IndexOf(EndedMachine) >= 0;
            }
            else if (line.StartsWith(Signature))
            {
                if (current is not null)
                    throw new UnusableRecordingException($"corrupt at line {lines.Line}: a second header");

                current = Header(line, lines.Line);
                current.IsCutShort = isCutShort;
            }
            else if (current is null)
            {
                throw new UnusableRecordingException("not a recording of the format vtdtrace 1");
            }
            else if (line.StartsWith((byte)'#'))
            {
                current.IsCutShort |= line.StartsWith(CutShort);
                if (line.StartsWith(Registered) && line.EndsWith(" registered"u8))
                    current.Listeners.Add(ListenerOf(line[Registered.Length..], lines.Line));
            }
            else
            {
                current.Add(EventParser.Parse(line, lines.Line));
            }
        }

        Complete(scenarios, current, label);
        return scenarios.Count > 0 ? scenarios : throw new UnusableRecordingException("truncated: it has no events");
    }

    /// <summary>A part of a bundle may have nothing recorded: the scenario killed the machine at once.</summary>
    private static void Complete(List<Scenario> scenarios, ScenarioInProgress? current, string? label)
    {
        if (current is { Steps.Count: > 0 })
            scenarios.Add(new Scenario(label, current.Cap, current.Ecap, current.AddressWidth, current.IsCutShort, current.Listeners, current.Steps));
    }

    /// <summary>`# scenario LABEL | DEVICE | RESULT`</summary>
    private static string Label(ReadOnlySpan<byte> line)
    {
        var label = line[ScenarioStart.Length..];
        var end = label.IndexOf(" | "u8);
        return Encoding.UTF8.GetString(end < 0 ? label : label[..end]);
    }

    /// <summary>`# vtdtrace 1 qemu VERSION cap=.. ecap=.. ...`; what else it says follows from the capabilities.</summary>
    private static ScenarioInProgress Header(ReadOnlySpan<byte> text, int line)
    {
        var fields = new LineFields(text[Signature.Length..], line);
        if (fields.Decimal("the version of the format", 0, int.MaxValue) is not 1 and var version)
            throw new UnusableRecordingException($"not a recording of the format vtdtrace 1, but of vtdtrace {version}");

        ulong? cap = null;
        ulong? ecap = null;
        var addressWidth = WidestAddress;
        while (!fields.AtEnd)
        {
            if (fields.TryTakeHex("cap="u8, out var value))
                cap = value;
            else if (fields.TryTakeHex("ecap="u8, out value))
                ecap = value;
            else if (fields.TryTakeDecimal("aw="u8, 32, WidestAddress, out var width))
                addressWidth = width;
            else
                fields.Word("a field of the header");
        }

        return cap is { } && ecap is { }
            ? new ScenarioInProgress(cap.Value, ecap.Value, addressWidth)
            : throw fields.Corrupt("the header lacks cap= or ecap=");
    }

    /// <summary>`# notifier DEVFN:KIND registered` or `# notifier DEVFN/PASID:KIND registered`; kind m is told of what is mapped.</summary>
    private static (Listener Listener, bool WantsMappings) ListenerOf(ReadOnlySpan<byte> text, int line)
    {
        var fields = new LineFields(text, line);
        var word = Encoding.UTF8.GetString(fields.Word("the listener"));
        var parts = word.Split(':', '/');
        if (!ushort.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var function))
            throw fields.Corrupt("the listener is not DEVFN:KIND");

        uint? pasid = parts.Length > 2 && uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var given) ? given : null;
        return (new Listener(function, pasid), parts[^1] == "m");
    }

    private sealed class ScenarioInProgress(ulong cap, ulong ecap, int addressWidth)
    {
        private List<TraceEvent> _effects = [];
        private bool _isInCompound;

        public ulong Cap => cap;

        public ulong Ecap => ecap;

        public int AddressWidth => addressWidth;

        public bool IsCutShort { get; set; }

        public List<(Listener Listener, bool WantsMappings)> Listeners { get; } = [];

        public List<TraceStep> Steps { get; } = [];

        public void Add(TraceEvent one)
        {
            // A translation that an access or a translation request of a device TLB leads to is no event of its own.
            if (_isInCompound && one is TranslationRequest)
                _effects.Add(one);
            else if (one.IsTrigger)
                Steps.Add(new TraceStep(one, _effects = []));
            else if (Steps.Count > 0)
                _effects.Add(one);
            else
                throw new UnusableRecordingException($"corrupt at line {one.Line}: an effect before anything happened to the unit");
            if (one.IsTrigger && !(_isInCompound && one is TranslationRequest))
                _isInCompound = one is CompoundEvent;
            else if (one is InjectedEnded or AtsEnded)
                _isInCompound = false;
        }
    }
}
