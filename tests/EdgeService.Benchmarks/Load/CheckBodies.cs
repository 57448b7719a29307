using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Core.Members;
using Perks.Edge.V1;

namespace EdgeService.Benchmarks.Load;

/// <summary>Prepared checks of members that are eligible, each with a fresh proof of presence.</summary>
internal sealed class CheckBodies : IDisposable
{
    public const string PerkId = "bike.deposit-free";
    private readonly AesGcm key;
    private string[] members = [];

    public CheckBodies(string home) =>
        key = new AesGcm(File.ReadAllBytes(Path.Combine(home, "secret", "app-code.key")), tagSizeInBytes: 16);

    /// <summary>Asks for members of the first real data in turn until <paramref name="count"/> of them turn out eligible.</summary>
    public Task FindAsync(int count, Func<byte[], Task<byte[]>> ask) =>
        FindAsync(count, ask, number => string.Create(CultureInfo.InvariantCulture, $"GC{number:0000}"));

    /// <summary>The same among members whose ids follow from their numbers.</summary>
    public async Task FindAsync(int count, Func<byte[], Task<byte[]>> ask, Func<int, string> idOf)
    {
        List<string> found = [];
        for (var number = 1; number <= 1000 && found.Count < count; number++)
        {
            var member = idOf(number);
            if (IsEligible(await ask(BodyOf(member))))
            {
                found.Add(member);
            }
        }

        members = found.Count == count ? [.. found] : throw new InvalidOperationException($"Only {found.Count} members are eligible.");
    }

    /// <summary>Bodies with codes issued now, good for a minute; <paramref name="from"/> shifts the order, so that rounds differ.</summary>
    public IReadOnlyList<byte[]> Fresh(int from) => [.. members[(from % members.Length)..].Concat(members[..(from % members.Length)]).Select(member => BodyOf(member))];

    public static bool IsEligible(byte[] answer) =>
        CheckEligibilityResponse.Parser.ParseFrom(answer.AsSpan(GrpcFrame.HeaderSize)).Decision.Outcome == Outcome.Eligible;

    public void Dispose() => key.Dispose();

    /// <summary>A check of one member, with a code good for a minute.</summary>
    public byte[] BodyOf(string member, string perkId = PerkId) => GrpcFrame.Of(new CheckEligibilityRequest { Inquiry = InquiryOf(member, perkId) });

    /// <summary>The members found, in turn, in one batch of <paramref name="inquiries"/>.</summary>
    public byte[] Batch(int inquiries) => Batch(InTurn(inquiries));

    /// <summary>One batch of these members.</summary>
    public byte[] Batch(IEnumerable<string> asked)
    {
        var request = new BatchCheckEligibilityRequest();
        request.Inquiries.Add(asked.Select(member => InquiryOf(member)));
        return GrpcFrame.Of(request);
    }

    /// <summary>The members found, in turn, as the messages of one stream.</summary>
    public byte[] Stream(int messages) =>
    [
        .. InTurn(messages).SelectMany((member, number) => GrpcFrame.Of(new StreamEligibilityRequest
        {
            CorrelationId = number.ToString(CultureInfo.InvariantCulture),
            Inquiry = InquiryOf(member),
        })),
    ];

    /// <summary>A proof that the member is present, good for a minute.</summary>
    public string CodeOf(string member) => AppCode.Seal(member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);

    private IEnumerable<string> InTurn(int count) => Enumerable.Range(0, count).Select(number => members[number % members.Length]);

    private Inquiry InquiryOf(string member, string perkId = PerkId) => new() { MemberRef = new MemberRef { Kind = Perks.Edge.V1.MemberRefKind.AppCode, Value = CodeOf(member) }, PerkId = perkId };
}
