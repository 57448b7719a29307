using System.Collections.Concurrent;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>Sorts the parts on several threads and hands them on, one by one, in their order.</summary>
internal sealed class PartPipeline(RowSpill<MemberRow> enrolled, RowSpill<MemberRow>? scores, KeySplit split, int threads)
{
    private readonly ConcurrentBag<SortedPart> _free = [];

    public void Run(Action<SortedPart> take)
    {
        var underWay = new Queue<Task<SortedPart>>();
        try
        {
            for (var part = 0; part < RowParts.Count; part++)
            {
                if (underWay.Count == threads)
                {
                    TakeNext(underWay, take);
                }

                var number = part;
                underWay.Enqueue(Task.Run(() => Load(number)));
            }

            while (underWay.Count > 0)
            {
                TakeNext(underWay, take);
            }
        }
        finally
        {
            // Nobody may read from the temporary file any more when it is closed.
            Task.WaitAll([.. underWay.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default))]);
        }
    }

    private void TakeNext(Queue<Task<SortedPart>> underWay, Action<SortedPart> take)
    {
        var part = underWay.Dequeue().GetAwaiter().GetResult();
        take(part);
        _free.Add(part);
    }

    private SortedPart Load(int number)
    {
        var part = _free.TryTake(out var used) ? used : new SortedPart();
        part.Load(number, enrolled, scores, split);
        return part;
    }
}
