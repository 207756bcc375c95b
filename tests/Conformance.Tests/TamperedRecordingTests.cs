namespace Vtd.Conformance.Tests;

/// <summary>The comparison sees every single difference, at its line.</summary>
public sealed class TamperedRecordingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _lines = SharedRecordings.LinesOf(SharedRecordings.Main);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RegisterValue()
    {
        Assert.Equal("RR 1c 4 c7000000", _lines[625]);
        _lines[625] = "RR 1c 4 c7800000";

        AssertMismatch(626, "RR 1c 4 c7800000", "CFIS", "got      GSTS 0xC7000000");
    }

    [Fact]
    public void EveryRegisterValueCounts()
    {
        var reads = 0;
        for (var i = 0; i < _lines.Length; i++)
        {
            if (!_lines[i].StartsWith("RR ", StringComparison.Ordinal))
                continue;

            _lines[i] = _lines[i][..^1] + (_lines[i].EndsWith('0') ? "1" : "0");
            reads++;
        }

        var run = VtdRun.Of("replay", _folder.Write("tampered.trace", _lines), "--max-mismatches", "2");

        Assert.EndsWith($", mismatches {reads}", run.LastLine);
        Assert.Equal(2, run.Output.Split('\n').Count(line => line.StartsWith("  expected ", StringComparison.Ordinal)));
        Assert.Contains($"... {reads - 2} more mismatches", run.Output);
    }

    [Fact]
    public void StatusByte()
    {
        Assert.Equal("MW qs 122e804 4 02000000", _lines[25]);
        _lines[25] = "MW qs 122e804 4 02000100";

        AssertMismatch(26, "MW qs 122e804 4 02000100", "write of 02000000 to 0x122e804", "asked for by ");
    }

    [Fact]
    public void StatusAddress()
    {
        _lines[25] = "MW qs 122e808 4 02000000";

        AssertMismatch(26, "MW qs 122e808 4 02000000", "to 0x122e808", "write of 02000000 to 0x122e804");
    }

    [Fact]
    public void StatusWriteMissing()
    {
        _lines[25] = "# removed";

        AssertMismatch(22, "RW 88 4 40", "no memory write", "write of 02000000 to 0x122e804");
    }

    [Fact]
    public void StatusWriteTwice()
    {
        _lines[25] += "\n" + _lines[25];

        AssertMismatch(27, "MW qs 122e804 4 02000000", "got      no memory write");
    }

    [Fact]
    public void InterruptThatWasNotRaised()
    {
        _lines[25] += "\nIM fee00000 21";

        AssertMismatch(27, "IM fee00000 21", "interrupt: 0x21 to 0xfee00000", "got      no interrupt");
    }

    [Fact]
    public void WriteThatTheUnitDidNotGet()
    {
        Assert.Equal("RW 88 4 40", _lines[21]);
        _lines[21] = "# removed";

        // The effects stand behind the event before it now.
        AssertMismatch(26, "MW qs 122e804 4 02000000", "got      no memory write");
    }

    [Fact]
    public void InvalidationOfTheWrongDomain()
    {
        // PASID-based IOTLB invalidations, type 6: the domain is in bytes 2 and 3.
        for (var i = 0; i < _lines.Length; i++)
        {
            var fields = _lines[i].Split(' ');
            if (fields is ["MR", "qd", _, "32", ['3', '6', ..]])
                _lines[i] = $"{string.Join(' ', fields[..4])} {fields[4][..4]}ff00{fields[4][8..]}";
        }

        var run = VtdRun.Of("replay", _folder.Write("tampered.trace", _lines));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(": TQ ", run.Output); // what should have been dropped was found again
    }

    private void AssertMismatch(int line, string text, params string[] said)
    {
        var run = VtdRun.Of("replay", _folder.Write("tampered.trace", _lines));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"line {line}: {text}\n", run.Output);
        Assert.All(said, one => Assert.Contains(one, run.Output));
        Assert.DoesNotContain("mismatches 0", run.LastLine);
    }
}
