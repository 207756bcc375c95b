namespace Vtd.Runtime.Tests.Snapshots;

/// <summary>The sample of the README about saving and restoring: compiled, run, and the same there and here.</summary>
public class SampleTests
{
    [Fact]
    public void The_sample_of_the_README_restores_a_unit()
    {
        var options = new VtdUnitOptions { Capabilities = new VtdFeatures() };
        var (memory, interrupts, device) = (new SparseGuestMemory(), new Interrupts(), new HostDevices.MirrorHost());
        var unit = new VtdUnit(options, memory, interrupts);
        unit.WriteRegister(0x20, 8, 0x1000);

        // README
        var snapshot = new MemoryStream();
        unit.Save(snapshot);

        // In another process, perhaps: a unit with the same options over the same guest memory, with its devices and listeners.
        var restored = new VtdUnit(options, memory, interrupts);
        restored.AddHostDevice(new SourceId(bus: 1, device: 1, function: 0), device);
        snapshot.Position = 0;
        restored.Restore(snapshot);
        // README

        Assert.Equal(0x1000UL, restored.ReadRegister(0x20, 8));
    }

    [Fact]
    public void The_README_has_the_sample_that_is_compiled()
    {
        var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SampleTests.cs")).Split("        // README\n")[1];
        var chapter = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Runtime.README.md")).Split("## Save and restore\n")[1];

        Assert.Equal(sample.Replace("\n        ", "\n", StringComparison.Ordinal)[8..], chapter.Split("```csharp\n")[1].Split("```\n")[0]);
    }

    private sealed class Interrupts : IMessageSink
    {
        public void Send(ulong address, uint data)
        {
        }
    }
}
