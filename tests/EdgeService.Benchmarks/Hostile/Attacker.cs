using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Benchmarks.Serving;
using EdgeService.Tests.Doors.Hostile;

namespace EdgeService.Benchmarks.Hostile;

/// <summary>
/// The attacks inside a process of their own, so that what they burn can be told from what honest callers burn; and the idle sink, the same
/// process burning as much for nothing.
/// </summary>
internal static class Attacker
{
    public const string Part = "attack";

    /// <summary>Words: the edge's port, the folder of certificates, and the path that is called.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        using var attacker = new Attacking(int.Parse(words[0], CultureInfo.InvariantCulture), words[1], words[2]);
        await ControlPipe.AnswerAsync("ready", attacker.Answer);
        return 0;
    }

    private sealed class Attacking(int port, string pki, string path) : IDisposable
    {
        /// <summary>Terminals whose certificates the attackers hold, one for each attack that is under way.</summary>
        private static readonly string[] Stolen = ["bike-dock", "library-kiosk", "hospital-desk"];

        private CancellationTokenSource _stop = new();
        private AttackTally _tally = new();
        private Task _underWay = Task.CompletedTask;

        public void Dispose() => _stop.Dispose();

        public string Answer(string line) => line.Split(' ') switch
        {
            ["begin", .. var names] => Begin(names),
            ["burn", var cores] => Burn(double.Parse(cores, CultureInfo.InvariantCulture)),
            _ => End(),
        };

        private string Begin(IReadOnlyList<string> names)
        {
            (_stop, _tally) = (new CancellationTokenSource(), new AttackTally());
            _underWay = Task.WhenAll(names.Select(Attack.Named).Select((attack, number) =>
                attack.RunAsync(new AttackRun(Target(attack, Stolen[number]), _tally, _stop.Token))));
            return "begun";
        }

        private string Burn(double cores)
        {
            (_stop, _tally) = (new CancellationTokenSource(), new AttackTally());
            _underWay = Sink.BurnAsync(cores, _stop.Token);
            return "begun";
        }

        private string End()
        {
            _stop.Cancel();
            _underWay.GetAwaiter().GetResult();
            return _tally.ToString();
        }

        private AttackTarget Target(Attack attack, string name) => new(
            new IPEndPoint(IPAddress.Loopback, port),
            AttackTarget.Elsewhere,
            attack.Certified ? X509Certificate2.CreateFromPemFile(Path.Combine(pki, name + ".pem"), Path.Combine(pki, name + ".key")) : null,
            path,
            new byte[5]);
    }
}
