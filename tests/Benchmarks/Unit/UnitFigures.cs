using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Vtd.Benchmarks.Unit;

/// <summary>The unit beside QEMU 10.2.2, in one table.</summary>
/// <remarks>
/// QEMU's figures are medians measured once, on a machine of two shared EPYC cores: descriptors by the time of one IQT write with a
/// full queue over qtest, the others in its process. They are constants here; only measure both on one machine to judge small differences.
/// Its register figures are of its handler alone (its caller holds the lock), and of a guest's access as a whole in brackets.
/// </remarks>
internal static class UnitFigures
{
    public static void Print(Summary registers, Summary queue, Summary others, Summary hits, Summary misses, Summary resets)
    {
        Console.WriteLine();
        Console.WriteLine("The unit beside QEMU 10.2.2 (constants measured earlier, elsewhere); medians in ns");
        Line("", "ours", "QEMU", "ratio");

        Registers("ReadVER", 2.7, 32);
        Registers("ReadCAP", 2.5, 32);
        Registers("ReadGSTS", 2.7, 32);
        Registers("ReadIQA", 1.9, 32);
        Registers("WriteFEDATA", 4.1, 31);
        Registers("WriteFECTL", 4.1, 31);
        Registers("WriteFSTS", 4.1, 31);
        Registers("WriteGCMD", 6.4, 31);
        Registers("WriteIQT", 5.6, 31);

        foreach (var load in QueueLoad.All)
            Row($"descriptor, {load}", Median(queue, null, (nameof(QueueDescriptor.Load), load.ToString())), load.Qemu);

        BesideOthers("legacy: IOTLB domain", (0, 54), (64, 242), (1024, 3316), (8192, null));
        BesideOthers("legacy: IOTLB page", (0, 57), (64, 262), (1024, 3593), (8192, null));
        BesideOthers("scalable: P-IOTLB page", (0, 58), (64, null), (1024, 3641), (8192, null));

        Hits("legacy", 31.2, 30.8);
        Hits("scalable", 132, 132);
        Hits("scalable, PASID", 30.0, 30.4);

        foreach (var request in (string[])["legacy", "scalable"])
            Row($"miss, {request}, four levels", Median(misses, null, (nameof(CacheMiss.Request), request)), null);

        foreach (var (held, qemu) in ((int, double?)[])[(0, 131), (64, 1400), (1024, 23_000), (8192, null)])
            Row($"reset, {held} pages cached", Median(resets, null, (nameof(SystemReset.Held), held)), qemu);

        void Registers(string method, double handler, double whole)
        {
            var ours = Median(registers, method);
            Line($"register, {method}", Number(ours), $"{Number(handler)} ({Number(whole)})", $"{Number(handler / ours)} ({Number(whole / ours)})");
        }

        void BesideOthers(string load, params ReadOnlySpan<(int Held, double? Qemu)> figures)
        {
            foreach (var (held, qemu) in figures)
            {
                var ours = Median(others, null, (nameof(QueueDescriptorBesideOthers.Load), load), (nameof(QueueDescriptorBesideOthers.Held), held));
                Row($"{load}, {held} other pages", ours, qemu);
            }
        }

        void Hits(string request, double one, double many)
        {
            Row($"hit, {request}, 1 page", Median(hits, nameof(CacheHit.OnePage), (nameof(CacheHit.Request), request)), one);
            Row($"hit, {request}, 1000 pages", Median(hits, nameof(CacheHit.ManyPages), (nameof(CacheHit.Request), request)), many);
        }
    }

    private static double Median(Summary summary, string? method, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        foreach (var report in summary.Reports)
        {
            var isIt = method is null || report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method;
            foreach (var (name, value) in parameters)
                isIt &= Equals(report.BenchmarkCase.Parameters[name], value);
            if (isIt)
                return report.ResultStatistics?.Median ?? double.NaN;
        }

        return double.NaN;
    }

    private static void Row(string what, double ours, double? qemu) =>
        Line(what, Number(ours), qemu is { } figure ? Number(figure) : "-", qemu is { } reference ? Number(reference / ours) : "-");

    private static string Number(double value) => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static void Line(string what, string ours, string qemu, string ratio) => Console.WriteLine($"{what,-42}{ours,10}{qemu,14}{ratio,14}");
}
