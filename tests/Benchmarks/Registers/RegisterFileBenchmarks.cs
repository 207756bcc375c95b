using BenchmarkDotNet.Attributes;
using Vtd.Benchmarks.Timer;

namespace Vtd.Benchmarks.Registers;

/// <summary>Six writes of software to six registers, half of them with effects: the generated register file, and the same registers as a switch by hand.</summary>
[MemoryDiagnoser]
public class RegisterFileWrites
{
    private readonly Counter _counter = new();
    private readonly TimerRegisterFile _generated = new();
    private readonly HandwrittenTimer _handwritten;
    private ulong _value;

    public RegisterFileWrites() => _handwritten = new(_counter);

    [Benchmark(Baseline = true, OperationsPerInvoke = Accesses.Count)]
    public void Handwritten()
    {
        _value++;
        foreach (var (offset, size) in Accesses.All)
            _handwritten.Write(offset, size, _value);
    }

    [Benchmark(OperationsPerInvoke = Accesses.Count)]
    public void Generated()
    {
        _value++;
        foreach (var (offset, size) in Accesses.All)
            _generated.Write(offset, size, _value, _counter);
    }
}

/// <summary>Reads of the same registers.</summary>
[MemoryDiagnoser]
public class RegisterFileReads
{
    private readonly TimerRegisterFile _generated = new();
    private readonly HandwrittenTimer _handwritten = new(new Counter());

    [Benchmark(Baseline = true, OperationsPerInvoke = Accesses.Count)]
    public ulong Handwritten()
    {
        var sum = 0UL;
        foreach (var (offset, size) in Accesses.All)
            sum += _handwritten.Read(offset, size);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Accesses.Count)]
    public ulong Generated()
    {
        var sum = 0UL;
        foreach (var (offset, size) in Accesses.All)
        {
            _generated.Read(offset, size, out var value);
            sum += value;
        }

        return sum;
    }
}

/// <summary>The registers that are accessed.</summary>
internal static class Accesses
{
    public const int Count = 6;

    public static (int Offset, int Size)[] All { get; } =
        [(Ver.Offset, 4), (Ctrl.Offset, 4), (Status.Offset, 4), (Limit.Offset, 4), (Base.Offset, 8), (Tail.Offset, 8)];
}

/// <summary>The effects of the registers.</summary>
internal sealed class Counter : ITimerRegisterHandler
{
    public ulong Sum { get; private set; }

    public void OnWrite(Ctrl before, Ctrl after) => Sum += after.Value;

    public void OnWrite(Status before, Status after) => Sum += after.Value;

    public void OnWrite(Tail before, Tail after) => Sum += after.Value;
}
