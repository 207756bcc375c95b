using System.Collections;
using System.Reflection;
using Vtd.Runtime.State;
using Vtd.Runtime.Tests.Snapshots;

namespace Vtd.Runtime.Tests;

public class UnitPartTests
{
    /// <summary>Properties that are not listed, and why a reset has nothing to do there.</summary>
    private static readonly Dictionary<string, string> s_unlisted = new()
    {
        [nameof(UnitComposition.Ats)] = "what was resolved counts only while its entries are cached",
        [nameof(UnitComposition.Lookup)] = "what was resolved counts only while its entries are cached",
        [nameof(UnitComposition.PageRequests)] = "the queue is registers and guest memory, and calls are deferred ones",
        [nameof(UnitComposition.Pump)] = "calls under way go on across a reset",
    };

    [Fact]
    public void Every_part_with_state_is_listed()
    {
        var unit = Compose();
        Assert.Equal(s_unlisted.Keys.Order(), FindUnlisted(unit, unit.Parts).Order());
    }

    [Fact]
    public void Every_part_is_listed_once()
    {
        var unit = Compose();
        Assert.Equal(unit.Parts.Count, unit.Parts.Distinct().Count());
        var properties = typeof(UnitComposition).GetProperties().Select(property => property.GetValue(unit)).OfType<IUnitPart>();
        Assert.All(properties, part => Assert.Contains(part, unit.Parts));
    }

    [Fact]
    public void A_part_with_state_that_is_not_listed_is_found()
    {
        Assert.Equal([nameof(Forgetful.Counter), nameof(Forgetful.Holder)], FindUnlisted(new Forgetful(), []));
    }

    /// <summary>How <see cref="SnapshotPropertyTests"/> finds a part that forgets its state.</summary>
    [Fact]
    public void State_that_a_snapshot_forgets_is_found()
    {
        var (saved, restored) = (new Unsaved(), new Unsaved());
        saved.Reset(keepsSticky: true);

        Assert.Equal(["Unsaved._count: 1 -> 0"], PartFields.Differences(PartFields.Read([saved]), PartFields.Read([restored])));
    }

    [Fact]
    public void A_reset_puts_parts_of_one_step_after_those_of_the_step_before() =>
        Assert.Equal(Compose().Parts.Select(part => part.ResetStep).Order(), Compose().Parts.Select(part => part.ResetStep));

    [Fact]
    public void Registers_are_reset_before_what_is_worked_out_from_them() => Assert.IsType<UnitState>(Compose().Parts[0]);

    private static UnitComposition Compose() =>
        new(new() { Capabilities = new VtdFeatures() }, new SparseGuestMemory(1 << 20), new NoMessages(), observer: null);

    private static IEnumerable<string> FindUnlisted(object composition, IEnumerable<object> parts)
    {
        var properties = composition.GetType().GetProperties().Where(property => property.PropertyType.Assembly == typeof(VtdUnit).Assembly || property.DeclaringType == typeof(Forgetful)).ToList();
        var others = properties.Select(property => property.PropertyType).ToHashSet();
        return properties
            .Where(property => property.GetValue(composition) is { } value && !parts.Contains(value) && HasState(value.GetType(), [.. others.Where(other => other != value.GetType())]))
            .Select(property => property.Name);
    }

    /// <summary>Whether instances have fields that change, or collections, or hold objects that do and that are no properties of the composition.</summary>
    private static bool HasState(Type type, HashSet<Type> seen)
    {
        if (!type.IsClass || !IsOurs(type) || !seen.Add(type))
            return false;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var isCaptured = field.Name.EndsWith(">P", StringComparison.Ordinal); // a parameter of a primary constructor
            if (!field.IsInitOnly && !isCaptured)
                return true;
            if (field.FieldType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(field.FieldType) && !IsFixed(field.FieldType))
                return true;
            if (HasState(field.FieldType, seen))
                return true;
        }
        return false;
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(VtdUnit).Assembly || type.Assembly == typeof(UnitPartTests).Assembly;

    private static bool IsFixed(Type type) => type.IsValueType; // an immutable array

    private sealed class NoMessages : IMessageSink
    {
        public void Send(ulong address, uint data)
        {
        }
    }

    private sealed class Unsaved : IUnitPart
    {
        private int _count;

        public ResetStep ResetStep => ResetStep.RegistersReset;

        public void Reset(bool keepsSticky) => _count++;

        public void Save(SnapshotWriter snapshot)
        {
        }

        public Action? Restore(SnapshotReader snapshot) => null;
    }

    private sealed class Forgetful
    {
        public Counting Counter { get; } = new();

        public Holding Holder { get; } = new();

        public Fixed Table { get; } = new();
    }

    private sealed class Counting
    {
        private int _count;

        public int Next() => ++_count;
    }

    private sealed class Holding
    {
        private readonly List<int> _held = [];

        public int Count => _held.Count;
    }

    private sealed class Fixed
    {
        private readonly int _size = 3;

        public int Size => _size;
    }
}
