using System.Numerics;

namespace EdgeService.Tests.Proof;

/// <summary>
/// Whether answers given to several clients at once can be put into one order, each within its own time, that a model answering one
/// question after the other would have given too (Wing and Gong 1993, with Lowe's memory of what was tried in vain).
/// </summary>
internal static class Linearizability
{
    private const int MostSteps = 5_000_000;

    /// <summary>Null when there is such an order; else the answer that no order explains, and those that surround it.</summary>
    /// <exception cref="TimeoutException">There are too many orders to try.</exception>
    public static string? FaultOf(IReadOnlyList<Observation> history, Func<string, Observation, string?> next, string initial)
    {
        var search = new Search(history, next, initial);
        return search.Explains() ? null : search.Describe();
    }

    public static string? FaultOf(IReadOnlyList<Observation> history)
    {
        var model = new CustodyModel(history);
        return FaultOf(history, model.Next, model.Initial);
    }

    /// <summary>
    /// The same for each member and each item by itself: what several edges on one PostgreSQL hold to. There two refusals of two members
    /// over two items, each by a transaction that did not see the other's grant, may each be right and yet fit no common order.
    /// </summary>
    public static string? FaultOfEach(IReadOnlyList<Observation> history)
    {
        var ofMembers = history.GroupBy(seen => seen.Member).Select(of => of.ToList()).Select(of =>
        {
            var model = new CustodyModel(of, mindsItems: false);
            return FaultOf(of, model.Next, model.Initial);
        });
        var ofItems = history.Select(seen => seen.Item).OfType<string>().Distinct()
            .Select(item => FaultOf(ItemModel.Of(item, history), ItemModel.Next, ""));
        return ofMembers.Concat(ofItems).FirstOrDefault(fault => fault is not null);
    }

    private sealed class Search
    {
        private readonly Func<string, Observation, string?> _next;
        private readonly LinkedList<Event> _events;
        private readonly HashSet<(BigInteger Placed, string State)> _tried = [];
        private readonly Stack<Placement> _placements = new();
        private BigInteger _placed = BigInteger.Zero;
        private string _state;
        private (int Count, Event? Stuck, string State) _farthest;

        public Search(IReadOnlyList<Observation> history, Func<string, Observation, string?> next, string initial)
        {
            (_next, _state, _farthest) = (next, initial, (0, null, initial));
            var events = history.SelectMany((seen, number) => new[] { new Event(number, seen, true), new Event(number, seen, false) });
            _events = new LinkedList<Event>(events.OrderBy(one => one.At).ThenBy(one => !one.IsCall));
            Returns = _events.Nodes().Where(node => !node.Value.IsCall).ToDictionary(node => node.Value.Number);
        }

        private Dictionary<int, LinkedListNode<Event>> Returns { get; }

        public bool Explains()
        {
            var at = _events.First;
            for (var step = 0; at is not null; step++)
            {
                if (step > MostSteps)
                    throw new TimeoutException($"no order was found in {MostSteps} steps");
                at = at.Value.IsCall ? Place(at) : TakeBack(at.Value);
                if (at is null)
                    return _events.First is null;
            }

            return true;
        }

        public string Describe()
        {
            var stuck = _farthest.Stuck!.Seen;
            var around = Returns.Values.Select(node => node.Value.Seen)
                .Where(seen => seen.Asked <= stuck.Answered && seen.Answered >= stuck.Asked && seen != stuck);
            return $"""
                no order explains: {stuck}
                after {_farthest.Count} of {Returns.Count} answers; at the same time:
                {string.Join('\n', around)}
                """;
        }

        /// <summary>Places a question next, if the model would answer so; goes on behind it, or from the head.</summary>
        private LinkedListNode<Event>? Place(LinkedListNode<Event> call)
        {
            var placed = _placed | (BigInteger.One << call.Value.Number);
            if (_next(_state, call.Value.Seen) is not { } next || !_tried.Add((placed, next)))
                return call.Next;
            var answer = Returns[call.Value.Number];
            _placements.Push(new Placement(call, call.Next!, answer, answer.Next, _placed, _state));
            (_placed, _state) = (placed, next);
            _events.Remove(call);
            _events.Remove(answer);
            return _events.First;
        }

        /// <summary>An answer stands at the head that nothing could be placed for: the last placement was wrong.</summary>
        private LinkedListNode<Event>? TakeBack(Event stuck)
        {
            if (_placements.Count >= _farthest.Count)
                _farthest = (_placements.Count, stuck, _state);
            if (!_placements.TryPop(out var last))
                return null;
            (_placed, _state) = (last.PlacedBefore, last.StateBefore);
            last.PutBack(_events);
            return last.Call.Next;
        }
    }

    private sealed record Event(int Number, Observation Seen, bool IsCall)
    {
        public long At => IsCall ? Seen.Asked : Seen.Answered;
    }

    /// <summary>Where two events stood before they were taken out. The answer goes back first: the question stands before it.</summary>
    private sealed record Placement(
        LinkedListNode<Event> Call,
        LinkedListNode<Event> AfterCall,
        LinkedListNode<Event> Answer,
        LinkedListNode<Event>? AfterAnswer,
        BigInteger PlacedBefore,
        string StateBefore)
    {
        public void PutBack(LinkedList<Event> events)
        {
            if (AfterAnswer is null)
                events.AddLast(Answer);
            else
                events.AddBefore(AfterAnswer, Answer);
            events.AddBefore(AfterCall, Call);
        }
    }

    private static IEnumerable<LinkedListNode<T>> Nodes<T>(this LinkedList<T> list)
    {
        for (var node = list.First; node is not null; node = node.Next)
            yield return node;
    }
}
