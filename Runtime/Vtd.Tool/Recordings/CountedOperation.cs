using System.Text;

namespace Vtd.Tool.Recordings;

/// <summary>An operation whose lines are checked for their shape and counted, but not looked into.</summary>
internal sealed record CountedOperation(string Name, int Fields)
{
    private static readonly CountedOperation[] All =
    [
        new("II", 4),
        new("TH", 3),
        new("TD", 3),
        new("XA", 2),
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
