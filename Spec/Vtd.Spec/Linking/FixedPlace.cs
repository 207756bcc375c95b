using Vtd.Spec.Declarations;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Where a register, or each element of a register array, lies in the block. Of an array whose count or stride is
/// computed only element 0 is known.</summary>
internal readonly struct FixedPlace
{
    /// <summary>The largest number of elements of an array.</summary>
    public const ulong MostElements = 0x1_0000;

    private readonly long _start;
    private readonly long _stride;
    private readonly int _count;
    private readonly int _bytes;

    public FixedPlace(RegisterDeclaration register)
    {
        _start = (long)(register.Offset?.Value ?? 0);
        _bytes = (int)(register.Width?.Value ?? 0) / 8;
        _count = 1;
        if (register.Count?.Root is NumberExpression { Value: > 0 and <= MostElements } count && register.Stride?.Root is NumberExpression stride)
        {
            _count = (int)count.Value;
            _stride = (long)stride.Value;
        }
    }

    /// <summary>Number of elements; 1 for a single register.</summary>
    public int Count => _count;

    /// <summary>First byte behind it.</summary>
    public long End => _start + ((_count - 1) * _stride) + _bytes;

    /// <summary>The bytes of each element: the first, and the one behind the last.</summary>
    public IEnumerable<(long Start, long End)> Elements
    {
        get
        {
            for (var element = 0; element < _count; element++)
                yield return (_start + (element * _stride), _start + (element * _stride) + _bytes);
        }
    }
}
