using System.Buffers.Binary;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>
/// The guest's memory as far as a recording shows it: which bytes were seen where and when. There is no memory image, so a read for
/// which the recording has no line at that moment is answered by the next sighting of the address in the same boot, else by the last
/// one before, else it fails; each kind is counted.
/// </summary>
internal sealed class RecordedMemory : IGuestMemory
{
    private const int PageSize = 4096;

    private readonly Dictionary<ulong, History?[]> _pages = [];
    private readonly HashSet<(int Step, ulong Address)> _failedWrites = [];
    private readonly List<MemoryWriteDone> _writes = [];
    private int _step;
    private int _boot;

    public RecordedMemory(IReadOnlyList<TraceStep> steps)
    {
        var boot = 0;
        for (var step = 0; step < steps.Count; step++)
        {
            if (steps[step].Trigger is SystemReset)
                boot++;

            foreach (var effect in steps[step].Effects)
            {
                if (effect is MemoryRead read)
                    See(read, step, boot);
                else if (effect is MemoryWrite { Failed: true } write)
                    _failedWrites.Add((step, write.Address));
            }
        }
    }

    /// <summary>The writes of the unit in the current step.</summary>
    public IReadOnlyList<MemoryWriteDone> Writes => _writes;

    /// <summary>The answers to the reads of the unit, counted.</summary>
    public MemoryReadCounts Counts { get; private set; } = new();

    /// <summary>Moves to a step.</summary>
    public void MoveTo(int step, int boot)
    {
        _step = step;
        _boot = boot;
        _writes.Clear();
    }

    public bool TryRead(ulong address, Span<byte> destination)
    {
        var isThere = TryPeek(address, destination, out var origin);
        Count(origin);
        return isThere;
    }

    /// <summary>Reads without being counted.</summary>
    public bool TryPeek(ulong address, Span<byte> destination) => TryPeek(address, destination, out _);

    private bool TryPeek(ulong address, Span<byte> destination, out Origin origin)
    {
        Span<byte> dword = stackalloc byte[sizeof(uint)];
        origin = Origin.SameMoment;
        for (var done = 0; done < destination.Length;)
        {
            var at = address + (uint)done;
            var (value, from) = Find(at & ~3UL)?.At(_step, _boot) ?? (null, Origin.Nowhere);
            if (from > origin)
                origin = from;

            if (value is null)
                return false;

            BinaryPrimitives.WriteUInt32LittleEndian(dword, value.Value);
            var piece = dword[(int)(at & 3)..];
            if (piece.Length > destination.Length - done)
                piece = piece[..(destination.Length - done)];

            piece.CopyTo(destination[done..]);
            done += piece.Length;
        }

        return true;
    }

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        var failed = _failedWrites.Contains((_step, address));
        _writes.Add(new MemoryWriteDone(address, source.ToArray(), failed));
        if (failed)
            return false;

        // All that the architecture lets a unit write is made of aligned dwords.
        for (var at = 0; at + sizeof(uint) <= source.Length; at += sizeof(uint))
            HistoryOf(address + (uint)at).Write(_step, _boot, BinaryPrimitives.ReadUInt32LittleEndian(source[at..]));

        return true;
    }

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        found = 0;
        if (!TryRead(address, bytes))
            return false;
        found = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (found != expected)
            return true;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return TryWrite(address, bytes);
    }

    private void See(MemoryRead read, int step, int boot)
    {
        for (var at = 0; at < read.Bytes.Length; at += sizeof(uint))
        {
            uint? value = read.Failed ? null : BinaryPrimitives.ReadUInt32LittleEndian(read.Bytes.AsSpan(at));
            HistoryOf(read.Address + (uint)at).See(step, boot, value);
        }
    }

    private void Count(Origin origin) => Counts = origin switch
    {
        Origin.SameMoment => Counts with { SameMoment = Counts.SameMoment + 1 },
        Origin.Later => Counts with { FromLaterLines = Counts.FromLaterLines + 1 },
        Origin.Earlier => Counts with { FromEarlierLines = Counts.FromEarlierLines + 1 },
        _ => Counts with { NotInTheRecording = Counts.NotInTheRecording + 1 },
    };

    private History? Find(ulong address) => _pages.TryGetValue(address / PageSize, out var page) ? page[(int)(address % PageSize) / sizeof(uint)] : null;

    private History HistoryOf(ulong address)
    {
        if (!_pages.TryGetValue(address / PageSize, out var page))
            _pages.Add(address / PageSize, page = new History?[PageSize / sizeof(uint)]);

        return page[(int)(address % PageSize) / sizeof(uint)] ??= new History();
    }

    /// <summary>Sources of the answer to a read; a later one is weaker.</summary>
    private enum Origin
    {
        SameMoment,
        Later,
        Earlier,
        Nowhere,
    }

    /// <summary>The values of one dword of memory over time.</summary>
    private sealed class History
    {
        private readonly List<Sighting> _sightings = [];

        public void See(int step, int boot, uint? value)
        {
            if (_sightings is [.., var last] && last.Boot == boot && last.Value == value)
                _sightings[^1] = last with { Last = step };
            else
                _sightings.Add(new Sighting(step, step, boot, value));
        }

        /// <summary>The unit's own write hides what was seen at this step, not what was seen later.</summary>
        public void Write(int step, int boot, uint value)
        {
            var at = FirstNotBefore(step);
            if (at < _sightings.Count && _sightings[at] is var around && around.First <= step)
            {
                _sightings.RemoveAt(at);
                if (around.Last > step)
                    _sightings.Insert(at, around with { First = step + 1 });

                if (around.First < step)
                    _sightings.Insert(at++, around with { Last = step - 1 });
            }

            _sightings.Insert(at, new Sighting(step, step, boot, value));
        }

        public (uint? Value, Origin Origin) At(int step, int boot)
        {
            var next = FirstNotBefore(step);
            if (next < _sightings.Count && _sightings[next] is var found && found.Boot == boot)
                return (found.Value, found.First <= step ? Origin.SameMoment : Origin.Later);

            return next > 0 ? (_sightings[next - 1].Value, Origin.Earlier) : (null, Origin.Nowhere);
        }

        /// <summary>Index of the first sighting that ends at or after this step.</summary>
        private int FirstNotBefore(int step)
        {
            var low = 0;
            for (var high = _sightings.Count; low < high;)
            {
                var middle = (low + high) / 2;
                if (_sightings[middle].Last < step)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }

    /// <summary>A value that was seen from one step to another; null if there was no memory.</summary>
    private readonly record struct Sighting(int First, int Last, int Boot, uint? Value);
}
