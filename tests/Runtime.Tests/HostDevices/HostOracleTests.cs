using CsCheck;

namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>What a host device can reach, against what an emulated one in its place could by the tables alone.</summary>
/// <remarks>
/// What the guest announces must hold on the host when the invalidation is done: at every moment a host device has at most the access that the tables
/// gave at some moment since the guest announced its changes. With every change announced the two are the same, but for requests with PASID where the
/// unit translates nothing, second stages, and what a host fails to do: there the host blocks what an emulated device may do, never the
/// other way round.
/// </remarks>
public class HostOracleTests
{
    private static readonly Gen<HostEdit> Edits = Gen.Select(
        Gen.Frequency(
            (10, Gen.Const(HostEditKind.Pasid)),
            (3, Gen.Const(HostEditKind.Context)),
            (1, Gen.Const(HostEditKind.NoContext)),
            (2, Gen.Const(HostEditKind.Swap)),
            (3, Gen.Const(HostEditKind.Device)),
            (2, Gen.Const(HostEditKind.Translation)),
            (2, Gen.Const(HostEditKind.Root)),
            (1, Gen.Const(HostEditKind.Reset))),
        Gen.Int[0, 2],
        Gen.Int[0, 59],
        Gen.Int[0, 17],
        Gen.Int[0, 2],
        (kind, device, value, entry, granularity) => new HostEdit(kind, device, value, entry, granularity));

    /// <summary>Scalable mode, translation on and all devices there, or the interesting steps come late.</summary>
    private static HostWorld Started(bool isOn)
    {
        var world = new HostWorld();
        if (isOn)
        {
            world.Apply(new(HostEditKind.Root, 0, 2, 0, 0));
            world.Apply(new(HostEditKind.Translation, 0, 1, 0, 0));
        }
        for (var device = 0; device < HostWorld.Sources.Length; device++)
            world.Apply(new(HostEditKind.Device, device, 0, 0, 0));
        return world;
    }

    private static string Print(HostEdit[][] steps) => string.Join('\n', steps.Select(step => string.Join(", ", step.AsEnumerable())));

    [Fact]
    public void With_the_required_invalidations_host_and_oracle_agree_after_every_step()
    {
        Gen.Select(Gen.Bool, Edits.Array[1, 3].Array[1, 25]).Sample(
            (isOn, steps) =>
            {
                var world = Started(isOn);
                var isAnnounced = false;
                world.OnAttach = table =>
                {
                    // Nothing else still uses a table that is not its own any more.
                    if (isAnnounced)
                        Assert.All(world.Requesters().Where(one => one.State == table), one => Assert.Equal(world.Expected(one.Source, one.Tag), one.State));
                };
                foreach (var step in steps)
                {
                    isAnnounced = false;
                    foreach (var edit in step)
                        world.Apply(edit);
                    isAnnounced = true;
                    world.Announce();
                    foreach (var (source, tag, state) in world.Requesters())
                        Assert.Equal((source, tag, world.Expected(source, tag)), (source, tag, state));
                }
                Assert.Equal((0, 0), (world.Guest.Unit.Counts.StuckAttachments, world.Guest.Unit.PostedCount));
            },
            iter: 400,
            print: given => $"on {given.Item1}\n{Print(given.Item2)}");
    }

    [Fact]
    public void With_invalidations_left_out_the_host_has_what_the_tables_gave_at_some_moment_since()
    {
        Gen.Select(Gen.Bool, Gen.Select(Edits, Gen.Int[0, 3]).Array[1, 40]).Sample(
            (isOn, steps) =>
            {
                var world = Started(isOn);
                var given = new HashSet<(ushort, uint?, string)>();
                Note();
                foreach (var (edit, announces) in steps)
                {
                    var isAnnounced = world.Apply(edit) || announces == 0;
                    if (announces == 0)
                        world.AnnounceEverything();
                    else
                        world.Omit();
                    if (isAnnounced)
                        given.Clear();
                    Note();
                    foreach (var (source, tag, state) in world.Requesters())
                        Assert.True(state == MirrorHost.Blocked || given.Contains((source, tag, state)), $"{source:X4} {tag} {state}");
                }

                void Note()
                {
                    foreach (var source in HostWorld.Sources)
                    {
                        foreach (var tag in HostWorld.Tags)
                            given.Add((source, tag, world.Expected(source, tag)));
                    }
                }
            },
            iter: 300);
    }

    [Fact]
    public void What_a_failing_host_keeps_is_counted_and_given_up_once_the_host_works()
    {
        var kept = 0;
        Gen.Select(Gen.Select(Edits.Array[1, 3], Gen.Int[0, 7]).Array[1, 20], Gen.Bool).Sample(
            (steps, endsWithReset) =>
            {
                var world = Started(isOn: true);
                foreach (var (step, failures) in steps)
                {
                    var calls = 0;
                    world.OnCall = () =>
                    {
                        if ((failures >> (calls++ % 3) & 1) != 0)
                            throw new IOException("busy");
                    };
                    foreach (var edit in step)
                        world.Apply(edit);
                    world.Announce();
                    var wrong = world.Requesters().Count(one => one.State != MirrorHost.Blocked && one.State != world.Expected(one.Source, one.Tag));
                    Assert.InRange(wrong, 0, world.Guest.Unit.Counts.StuckAttachments);
                    kept += wrong;
                }

                world.OnCall = null;
                if (endsWithReset)
                    world.Apply(new(HostEditKind.Reset, 0, 0, 0, 0));
                else
                    world.AnnounceEverything();
                world.FinishRemovals();
                foreach (var (source, tag, state) in world.Requesters())
                    Assert.Equal((source, tag, world.Expected(source, tag)), (source, tag, state));
                Assert.Equal(0, world.Guest.Unit.Counts.StuckAttachments);
            },
            iter: 300);
        Assert.True(kept > 0);
    }
}
