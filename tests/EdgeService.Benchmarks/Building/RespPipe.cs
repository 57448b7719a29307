using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgeService.Benchmarks.Building;

/// <summary>As much of the protocol of Redis as it takes to fill one and to ask how large it is.</summary>
internal sealed class RespPipe : IDisposable
{
    private const int CommandsAtOnce = 256;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly BufferedStream _input;

    private RespPipe(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
        _input = new BufferedStream(_stream, 1 << 16);
    }

    /// <summary>Connects as soon as the server listens, within ten seconds.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public static RespPipe Connect(string path)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(10))
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return new RespPipe(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
                Thread.Yield();
            }
        }

        throw new TimeoutException("redis-server does not answer.");
    }

    public void Run(IEnumerable<byte[][]> commands)
    {
        foreach (var some in commands.Chunk(CommandsAtOnce))
        {
            var request = new MemoryStream();
            foreach (var command in some)
            {
                Write(request, command);
            }

            _stream.Write(request.GetBuffer(), 0, (int)request.Length);
            foreach (var _ in some)
            {
                ReadReply();
            }
        }
    }

    public long UsedMemory()
    {
        const string Name = "used_memory:";
        Write(_stream, ["INFO"u8.ToArray(), "memory"u8.ToArray()]);
        var line = ReadReply().Split("\r\n").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _input.Dispose();
        _stream.Dispose();
        _socket.Dispose();
    }

    private static void Write(Stream output, byte[][] command)
    {
        output.Write(Encoding.ASCII.GetBytes($"*{command.Length}\r\n"));
        foreach (var word in command)
        {
            output.Write(Encoding.ASCII.GetBytes($"${word.Length}\r\n"));
            output.Write(word);
            output.Write("\r\n"u8);
        }
    }

    private string ReadReply()
    {
        var line = ReadLine();
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException($"Redis refuses: {line}");
            case '*':
                for (var left = int.Parse(line[1..], CultureInfo.InvariantCulture); left > 0; left--)
                {
                    ReadReply();
                }

                return line;
            case '$' when line != "$-1":
                var bytes = new byte[int.Parse(line[1..], CultureInfo.InvariantCulture) + 2];
                _input.ReadExactly(bytes);
                return Encoding.ASCII.GetString(bytes);
            default:
                return line;
        }
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        for (var next = _input.ReadByte(); next != '\n'; next = _input.ReadByte())
        {
            line.Append(next < 0 ? throw new EndOfStreamException("Redis has hung up.") : (char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}
