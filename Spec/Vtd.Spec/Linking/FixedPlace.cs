using Vtd.Spec.Declarations;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Where a register, or each element of a register array, lies in the block. Of an array whose count or stride is
/// computed only element 0 is known.</summary>
internal readonly struct FixedPlace
{
    private const ulong MostElements = 4096;

    private readonly RegisterDeclaration _register;
    private readonly long _start;
    private readonly long _stride;
    private readonly int _count;
    private readonly int _bytes;

    public FixedPlace(RegisterDeclaration register)
    {
        _register = register;
        _start = (long)(register.Offset?.Value ?? 0);
        _bytes = (int)(register.Width?.Value ?? 0) / 8;
        _count = 1;
        if (register.Count?.Root is NumberExpression { Value: > 0 and <= MostElements } count && register.Stride?.Root is NumberExpression stride)
        {
            _count = (int)count.Value;
            _stride = (long)stride.Value;
        }
    }

    /// <summary>First byte behind it.</summary>
    public long End => _start + ((_count - 1) * _stride) + _bytes;

    /// <summary>Who has a part of it already.</summary>
    public RegisterDeclaration? FirstTaken(RegisterDeclaration?[] owners, int unit)
    {
        for (var element = 0; element < _count; element++)
        {
            var start = _start + (element * _stride);
            for (var at = start; at < start + _bytes; at += unit)
            {
                if (owners[at / unit] is { } owner)
                    return owner;
            }
        }

        return null;
    }

    public void Take(RegisterDeclaration?[] owners, int unit)
    {
        for (var element = 0; element < _count; element++)
        {
            var start = _start + (element * _stride);
            for (var at = start; at < start + _bytes; at += unit)
                owners[at / unit] = _register;
        }
    }
}
