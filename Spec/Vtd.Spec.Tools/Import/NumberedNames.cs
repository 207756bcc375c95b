using System.Globalization;

namespace Vtd.Spec.Tools.Import;

/// <summary>Numbers names that are taken: <c>Mode</c>, <c>Mode2</c>, <c>Mode3</c>; with a suffix <c>WRITE</c>, <c>WRITE_REG</c>, <c>WRITE_REG3</c>.</summary>
/// <param name="suffix">Stands behind a name that is taken, and before numbers.</param>
internal sealed class NumberedNames(string suffix = "")
{
    // The number that each wanted name had last, so that many equal names take no longer than others.
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The wanted name, or the first with a number, that can be taken.</summary>
    /// <param name="wanted">Wanted name.</param>
    /// <param name="tryTake">Takes a name; false if it is taken already.</param>
    public string Take(string wanted, Func<string, bool> tryTake)
    {
        while (true)
        {
            var number = _numbers[wanted] = _numbers.GetValueOrDefault(wanted) + 1;
            var candidate = number switch
            {
                1 => wanted,
                2 when suffix.Length > 0 => wanted + suffix,
                _ => wanted + suffix + number.ToString(CultureInfo.InvariantCulture),
            };
            if (tryTake(candidate))
                return candidate;
        }
    }
}
