using Vtd.Spec.Declarations;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Where a register, or each element of a register array, lies in the block. Of a dimension whose count or stride is
/// computed only element 0 is known.</summary>
internal sealed class FixedPlace
{
    /// <summary>The largest number of elements of an array in one dimension.</summary>
    public const ulong MostElements = 0x1_0000;

    private readonly long _start;
    private readonly int _bytes;
    private readonly List<(long Count, long Stride)> _dimensions = [];

    public FixedPlace(RegisterDeclaration register)
    {
        _start = (long)register.Start;
        _bytes = (int)(register.Width?.Value ?? 0) / 8;
        foreach (var dimension in register.Dimensions)
        {
            if (dimension.Count.Root is NumberExpression { Value: > 0 and <= MostElements } count && dimension.Stride?.Root is NumberExpression stride)
                _dimensions.Add(((long)count.Value, (long)stride.Value));
        }
    }

    /// <summary>Number of elements; 1 for a single register.</summary>
    public long Count => _dimensions.Aggregate(1L, static (product, dimension) => Math.Min(product * dimension.Count, int.MaxValue));

    /// <summary>First byte behind it.</summary>
    public long End => _start + _dimensions.Sum(static dimension => (dimension.Count - 1) * dimension.Stride) + _bytes;

    /// <summary>The bytes of each element: the first, and the one behind the last.</summary>
    public IEnumerable<(long Start, long End)> Elements =>
        _dimensions.Aggregate<(long Count, long Stride), IEnumerable<long>>([_start], static (starts, dimension) => starts.SelectMany(start => Steps(start, dimension)))
            .Select(start => (start, start + _bytes));

    /// <summary>Whether elements lie on each other, although each stride has room for one.</summary>
    public bool HasOverlap
    {
        get
        {
            long bytes = _bytes;
            foreach (var (count, stride) in _dimensions.OrderBy(static dimension => dimension.Stride))
            {
                if (count > 1 && stride < bytes)
                    return true;
                bytes += (count - 1) * stride;
            }

            return false;
        }
    }

    private static IEnumerable<long> Steps(long start, (long Count, long Stride) dimension)
    {
        for (var element = 0L; element < dimension.Count; element++)
            yield return start + (element * dimension.Stride);
    }
}
