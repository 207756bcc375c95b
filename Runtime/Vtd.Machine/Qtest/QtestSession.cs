using System.Globalization;

namespace Vtd.Machine.Qtest;

/// <summary>Answers the requests of one qtest client.</summary>
/// <remarks>Whatever the line, there is a reply and never an exception.</remarks>
public sealed class QtestSession : IDisposable
{
    /// <summary>The most bytes that one request may read or write.</summary>
    public const int MostBytes = 16 << 20;

    /// <summary>The most bytes that `memset` may write.</summary>
    private const ulong MostFilled = 1 << 30;

    /// <summary>The most bytes of one step: registers may be among them, each of which can mean work for the unit.</summary>
    private const uint StepSize = 4096;

    private const int WordsKept = 6;
    private const int LongestName = 64;

    private static readonly Reply s_done = new("OK");

    private readonly Q35Machine _machine;
    private readonly Action<string>? _unasked;
    private byte[] _bytes = new byte[4096];
    private bool _isIntercepting;

    /// <param name="machine">The machine that carries out the requests.</param>
    /// <param name="unasked">Takes lines that are no replies: `IRQ raise N` and `IRQ lower N`.</param>
    public QtestSession(Q35Machine machine, Action<string>? unasked)
    {
        _machine = machine;
        _unasked = unasked;
        machine.Interrupts.PinChanged += Tell;
    }

    /// <summary>Carries a request out.</summary>
    /// <param name="line">One line, without its end.</param>
    /// <returns>The reply, without an end of line.</returns>
    public string Answer(string line) => Begin(line).OfType<Reply>().Single().ToString();

    /// <summary>Begins a request. What it does is done in steps of bounded length, between which other clients may use the machine.</summary>
    /// <param name="line">One line, without its end.</param>
    /// <returns>The steps: null while there is more to do, then the reply. It holds until the next request begins.</returns>
    public IEnumerable<Reply?> Begin(string line)
    {
        _machine.Clock.Catch();
        Span<Range> words = stackalloc Range[WordsKept];
        var text = line.AsSpan();
        var count = text.Split(words, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count == 0)
            return [new("FAIL No command")];
        var request = new Request(text, words[..count]);
        return InFull(request.Name switch
        {
            "read" => ReadBytes(request, isBase64: false),
            "write" => WriteBytes(request, isBase64: false),
            "b64read" => ReadBytes(request, isBase64: true),
            "b64write" => WriteBytes(request, isBase64: true),
            "memset" => Fill(request),
            _ => [AnswerAtOnce(request)],
        });
    }

    /// <summary>The client is gone.</summary>
    public void Dispose() => _machine.Interrupts.PinChanged -= Tell;

    /// <summary>Has the unit do all that each step causes before the next one, as in QEMU; every part of that is a step of its own.</summary>
    private IEnumerable<Reply?> InFull(IEnumerable<Reply?> steps)
    {
        foreach (var step in steps)
        {
            while (_machine.CarryOn())
                yield return null;
            yield return step;
        }
    }

    private Reply AnswerAtOnce(in Request request) => request.Name switch
    {
        "readb" => Read(request, 1),
        "readw" => Read(request, 2),
        "readl" => Read(request, 4),
        "readq" => Read(request, 8),
        "writeb" => Write(request, 1),
        "writew" => Write(request, 2),
        "writel" => Write(request, 4),
        "writeq" => Write(request, 8),
        "inb" => In(request, 1),
        "inw" => In(request, 2),
        "inl" => In(request, 4),
        "outb" => Out(request, 1),
        "outw" => Out(request, 2),
        "outl" => Out(request, 4),
        "clock_step" when _machine.Clock.IsStepped => Step(request),
        "clock_set" when _machine.Clock.IsStepped => Set(request),
        "irq_intercept_in" or "irq_intercept_out" => Intercept(request),
        "endianness" => new("OK little"),
        "module_load" => s_done,
        var name => new($"FAIL Unknown command '{name[..Math.Min(name.Length, LongestName)]}'"),
    };

    private static Reply Missing(in Request request) => new($"FAIL {request.Name}: an operand is missing or is no number");

    private static Reply TooLong(in Request request) => new($"FAIL {request.Name}: too many bytes");

    private Reply Read(in Request request, int size)
    {
        if (!request.TryNumber(1, out var address))
            return Missing(request);
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        _machine.Bus.Read(address, bytes[..size]);
        return new(string.Create(CultureInfo.InvariantCulture, $"OK 0x{BitConverter.ToUInt64(bytes):x16}"));
    }

    private Reply Write(in Request request, int size)
    {
        if (!request.TryNumber(1, out var address) || !request.TryNumber(2, out var value))
            return Missing(request);
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, value);
        _machine.Bus.Write(address, bytes[..size]);
        return s_done;
    }

    private IEnumerable<Reply?> ReadBytes(in Request request, bool isBase64)
    {
        if (!request.TryNumber(1, out var address) || !request.TryNumber(2, out var size))
            return [Missing(request)];
        if (!TryBuffer(size, out var bytes))
            return [TooLong(request)];
        return InSteps(
            address,
            size,
            (at, length) => _machine.Bus.Read(address + at, bytes.Span.Slice((int)at, length)),
            new(isBase64 ? "OK " : "OK 0x", bytes, isBase64));
    }

    private IEnumerable<Reply?> WriteBytes(in Request request, bool isBase64)
    {
        if (!request.TryNumber(1, out var address) || !request.TryNumber(2, out var size) || request.Count < 4)
            return [Missing(request)];
        if (!TryBuffer(size, out var bytes))
            return [TooLong(request)];
        if (!(isBase64 ? request.TryBase64(3, bytes.Span) : request.TryHex(3, bytes.Span)))
            return [new($"FAIL {request.Name}: the data is not {size} bytes")];
        return InSteps(address, size, (at, length) => _machine.Bus.Write(address + at, bytes.Span.Slice((int)at, length)), s_done);
    }

    private IEnumerable<Reply?> Fill(in Request request)
    {
        if (!request.TryNumber(1, out var address) || !request.TryNumber(2, out var size) || !request.TryNumber(3, out var value))
            return [Missing(request)];
        if (size > MostFilled || !TryBuffer(Math.Min(size, StepSize), out var bytes))
            return [TooLong(request)];
        bytes.Span.Fill((byte)value);
        return InSteps(address, size, (at, length) => _machine.Bus.Write(address + at, bytes.Span[..length]), s_done);
    }

    /// <summary>Cuts an access into pages, so that registers are accessed in the same pieces as if it were one.</summary>
    /// <param name="access">Takes how many bytes were done before, and how many to do.</param>
    private static IEnumerable<Reply?> InSteps(ulong address, ulong size, Action<ulong, int> access, Reply reply)
    {
        for (ulong at = 0; at < size;)
        {
            if (at > 0)
                yield return null;
            var length = (int)Math.Min(size - at, StepSize - (address + at) % StepSize);
            access(at, length);
            at += (ulong)length;
        }

        yield return reply;
    }

    private Reply In(in Request request, int size) => request.TryNumber(1, out var port)
        ? new(string.Create(CultureInfo.InvariantCulture, $"OK 0x{_machine.ReadPort((ushort)port, size):x4}"))
        : Missing(request);

    private Reply Out(in Request request, int size)
    {
        if (!request.TryNumber(1, out var port) || !request.TryNumber(2, out var value))
            return Missing(request);
        _machine.WritePort((ushort)port, size, (uint)value);
        return s_done;
    }

    /// <summary>Steps the clock; without a number, to the next moment at which something is due.</summary>
    private Reply Step(in Request request)
    {
        var clock = _machine.Clock;
        if (request.Count == 1)
            return MoveTo(clock.NextDue ?? clock.Now);
        return request.TryNumber(1, out var step) && step <= (ulong)(long.MaxValue - clock.Now) ? MoveTo(clock.Now + (long)step) : Missing(request);
    }

    private Reply Set(in Request request) =>
        request.TryNumber(1, out var time) && time <= long.MaxValue ? MoveTo((long)time) : Missing(request);

    private Reply MoveTo(long time)
    {
        _machine.Clock.Advance(time);
        return new(string.Create(CultureInfo.InvariantCulture, $"OK {_machine.Clock.Now}"));
    }

    /// <summary>The one device whose pins can be watched is the I/O APIC.</summary>
    private Reply Intercept(in Request request)
    {
        if (request.Count < 2)
            return Missing(request);
        if (!request.Word(1).EndsWith("ioapic", StringComparison.Ordinal))
            return new("FAIL Unknown device");
        _isIntercepting = true;
        return s_done;
    }

    private void Tell(int pin, bool isAsserted)
    {
        if (_isIntercepting)
            _unasked?.Invoke(string.Create(CultureInfo.InvariantCulture, $"IRQ {(isAsserted ? "raise" : "lower")} {pin}"));
    }

    private bool TryBuffer(ulong size, out Memory<byte> bytes)
    {
        bytes = default;
        if (size > MostBytes)
            return false;
        if ((ulong)_bytes.Length < size)
            _bytes = new byte[size];
        bytes = _bytes.AsMemory(0, (int)size);
        return true;
    }
}
