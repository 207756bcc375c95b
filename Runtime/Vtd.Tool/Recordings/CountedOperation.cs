using System.Text;

namespace Vtd.Tool.Recordings;

/// <summary>An operation whose lines are checked for their shape and counted, but not looked into.</summary>
/// <param name="IsTrigger">It happened to the unit; the others are what the unit did.</param>
internal sealed record CountedOperation(string Name, bool IsTrigger, int FewestFields, int MostFields)
{
    private static readonly CountedOperation[] All =
    [
        new("II", IsTrigger: false, 4, 4),
        new("TH", IsTrigger: false, 3, 3),
        new("TD", IsTrigger: false, 3, 3),
        new("AT", IsTrigger: true, 5, 5),
        new("XA", IsTrigger: false, 2, 2),
        new("AR", IsTrigger: false, 4, 4),
        new("XD", IsTrigger: true, 5, 5),
        new("XP", IsTrigger: true, 5, 5),
        new("XR", IsTrigger: false, 1, 2),
    ];

    private readonly byte[] _name = Encoding.ASCII.GetBytes(Name);

    public static CountedOperation? Find(ReadOnlySpan<byte> name)
    {
        foreach (var operation in All)
        {
            if (name.SequenceEqual(operation._name))
                return operation;
        }

        return null;
    }
}
