namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Finds what a kernel log says about IOMMUs, line by line.</summary>
public static class LogReader
{
    /// <summary>More pieces than mail programs make of a line.</summary>
    private const int MostPieces = 4;

    /// <summary>An event for every line about an IOMMU. Lines that were wrapped are put together, and a reason on a line of its own belongs to the request before it.</summary>
    public static IEnumerable<LogEvent> Read(IEnumerable<string> lines)
    {
        var number = 0;
        Message? open = null;
        foreach (var raw in lines)
        {
            number++;
            var line = LogText.Clean(raw);
            var isOurs = LogText.IsAboutIommu(line);
            if (open is not null)
            {
                if (open.With(line) is { } longer)
                {
                    open = longer.IsWhole ? null : longer;
                    if (longer.IsWhole)
                        yield return longer.Event;
                    continue;
                }

                // Other lines can stand between a request and its reason.
                if (!isOurs && open.Event is FaultEvent)
                    continue;

                yield return open.Event;
                open = null;
            }

            if (!isOurs)
                continue;

            var message = Message.Of(line, number);
            if (message.IsWhole)
                yield return message.Event;
            else
                open = message;
        }

        if (open is not null)
            yield return open.Event;
    }

    /// <summary>A message, of one line or several.</summary>
    private sealed record Message(string Text, LogEvent Event, int Pieces)
    {
        private const char SoftBreak = '=';

        /// <summary>No later line can say more.</summary>
        public bool IsWhole => Event is not (StrangeEvent or FaultEvent { Reason: null }) && !IsBroken;

        /// <summary>The end of the line is in the next one, by quoted-printable.</summary>
        private bool IsBroken => Text.EndsWith(SoftBreak);

        public static Message Of(string text, int number) => new(text, LogPatterns.Parse(text, number), 1);

        /// <summary>The message with one more line; null if that does not belong to it.</summary>
        public Message? With(string line)
        {
            if (!IsBroken && Event is FaultEvent { Reason: null } fault && !LogPatterns.HasRequest(line) && LogPatterns.ReasonOf(line) is { } reason)
                return this with { Event = fault with { Reason = reason } };
            if (Pieces == MostPieces || Joined(line) is not { } text)
                return null;

            // Words of the next line alone make no trouble, and nothing ordinary, of this one.
            var parsed = LogPatterns.Parse(text, Event.Line);
            var longer = new Message(text, parsed is StrangeEvent or TroubleEvent or OrdinaryEvent ? Event : parsed, Pieces + 1);
            return longer.IsWhole || longer.IsBroken || Event is not FaultEvent ? longer : null;
        }

        private string? Joined(string line) =>
            line.Length == 0 || Text.Length + line.Length > TextLines.Longest ? null
            : Text.EndsWith('[') ? Text + LogText.WithoutTime(line)
            : LogText.StartsMessage(line) ? null
            : IsBroken ? Text[..^1] + line
            : $"{Text} {line}";
    }
}
