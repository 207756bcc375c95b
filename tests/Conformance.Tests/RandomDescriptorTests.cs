using Vtd.Architecture;
using Vtd.Conformance.Programs;

namespace Vtd.Conformance.Tests;

public class RandomDescriptorTests
{
    /// <summary>A descriptor that is added must be added to random programs too.</summary>
    [Fact]
    public void Every_descriptor_of_the_queue_comes_up()
    {
        var dice = new Dice(1);
        var shape = new ProgramShape(default, IsScalable: true, IsWide: true, PassesThrough: false, IsFragile: false);
        var descriptors = new RandomDescriptors(dice, new(dice), shape);

        var types = Enumerable.Range(0, 1200).CountBy(_ => (InvalidationQueueType)InvalidationQueueDispatcher.TypeOf(descriptors.Descriptor())).ToDictionary();

        // Some have a type by a change of bits; a twelfth of all is meant.
        Assert.All(Enum.GetValues<InvalidationQueueType>(), type => Assert.InRange(types.GetValueOrDefault(type), 50, 1200));
    }
}
