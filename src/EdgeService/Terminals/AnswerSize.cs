using Google.Protobuf;

namespace EdgeService.Terminals;

/// <summary>How large the answers are that hold many things, or one with a long history. Clients of gRPC take 4 MiB unless told otherwise.</summary>
public static class AnswerSize
{
    /// <summary>Bytes at which a list is full.</summary>
    public const int Full = 256 << 10;

    /// <summary>Bytes of the largest answer: a full list and one more of the largest things.</summary>
    public const int Largest = 1 << 20;

    /// <summary>Reads a page, and a smaller one instead while it is more than full: the rest follows on the next.</summary>
    /// <param name="most">Most things wanted.</param>
    /// <param name="read">Reads a page of at most so many.</param>
    public static async Task<T> FitAsync<T>(int most, Func<int, Task<T>> read)
        where T : IMessage
    {
        var page = await read(most);
        while (page.CalculateSize() is var size && size > Full && most > 1)
        {
            most = (int)Math.Max(1, Math.Min((long)most * Full / size, most - 1));
            page = await read(most);
        }

        return page;
    }
}
