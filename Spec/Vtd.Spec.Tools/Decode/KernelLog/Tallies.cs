namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Equal events counted, in the order of their first. Few are kept, however long a log is.</summary>
/// <typeparam name="TKey">The key of equal events.</typeparam>
/// <typeparam name="TEvent">The events.</typeparam>
internal sealed class Tallies<TKey, TEvent>
    where TKey : notnull
    where TEvent : LogEvent
{
    /// <summary>More groups than a reader looks at.</summary>
    private const int MostTallies = 1000;

    private readonly Dictionary<TKey, Tally<TEvent>> _byKey = [];
    private readonly List<Tally<TEvent>> _inOrder = [];

    /// <summary>In the order of the log.</summary>
    public IReadOnlyList<Tally<TEvent>> All => _inOrder;

    /// <summary>Events that no group was made for any more.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Counts an event.</summary>
    public void Add(TKey key, TEvent one, ulong place = 0)
    {
        if (!_byKey.TryGetValue(key, out var tally))
        {
            if (_inOrder.Count == MostTallies)
            {
                LeftOut++;
                return;
            }

            _byKey.Add(key, tally = new Tally<TEvent>(one));
            _inOrder.Add(tally);
        }

        tally.Add(one, place);
    }
}

/// <summary>Equal events.</summary>
/// <param name="first">The first of them.</param>
internal sealed class Tally<TEvent>(TEvent first)
    where TEvent : LogEvent
{
    private readonly HashSet<ulong> _places = [];
    private string _last = "";
    private int _count;

    /// <summary>The first of them.</summary>
    public TEvent First => first;

    /// <summary>The number of events, and their times.</summary>
    public Times Times => new(_count, first.Line, first.Time, _last);

    /// <summary>The lowest address.</summary>
    public ulong Lowest { get; private set; } = ulong.MaxValue;

    /// <summary>The highest address.</summary>
    public ulong Highest { get; private set; }

    /// <summary>The number of different addresses, as far as they are counted.</summary>
    public int Places => _places.Count;

    public void Add(TEvent one, ulong place)
    {
        _count++;
        _last = one.Time;
        Lowest = Math.Min(Lowest, place);
        Highest = Math.Max(Highest, place);
        if (_places.Count < FaultGroup.MostPlaces)
            _places.Add(place);
    }
}

/// <summary>The number of equal events, and their times.</summary>
public sealed record Times(int Count, int FirstLine, string First, string Last);
