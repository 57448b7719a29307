using System.Security.Cryptography;
using EdgeService.Core.Perks;
using EdgeService.Tests.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Perks.Edge.V1;
using AttributeType = EdgeService.Core.Perks.AttributeType;
using AttributeValue = Perks.Edge.V1.AttributeValue;
using Money = Perks.Edge.V1.Money;
using Offer = EdgeService.Core.Perks.Offer;

namespace EdgeService.Tests.Attacks;

/// <summary>
/// A terminal that asks everything it can about whoever stands before it, by every method it may call, and writes down every bit of every answer
/// but those that are drawn anew each time: decision ids, tokens, grant ids and the pseudonym, of which it notes the lengths. Of a token it notes whether
/// there is one: its length goes by its place in the status list, which rises with every token whoever it is for.
/// </summary>
internal sealed class AttackerTerminal(EdgeHost host, Core.Perks.Terminal terminal, IReadOnlyList<Perk> everyPerk)
{
    private const int MostInABatch = 100;

    private static readonly string[] Words = ["first", "second", "platinum", "low", "good", "exceptional", "true"];

    /// <summary>Of all attackers: an item that another has out would be refused for its own sake.</summary>
    private static int items;

    private readonly Flow.Terminal _calls = new(host, $"{terminal.Venue.QualifiedId}:{terminal.Id}");
    private readonly byte[] _codeKey = File.ReadAllBytes(Path.Combine(host.Home, "secret", "app-code.key"));
    /// <summary>How many questions it asks about one member on one day.</summary>
    public int Questions { get; private set; }

    /// <summary>Asks everything and adds the answers to what is known of the member.</summary>
    public async Task AskAsync(Possible member, DateTimeOffset now, bool takes, IncrementalHash transcript)
    {
        var code = CodeOf(member.Id, now);
        var questions = Inquiries(member, code).ToList();
        foreach (var some in questions.Chunk(MostInABatch))
            Note(transcript, await _calls.Eligibility.BatchCheckEligibilityAsync(new() { Inquiries = { some } }, _calls.Options));
        var plain = terminal.Venue.Offers.Select(offer => new Inquiry { MemberRef = code, PerkId = offer.Perk.Id }).ToList();
        Note(transcript, await _calls.Eligibility.ListPerksAsync(new(), _calls.Options));
        await StreamAsync(plain, transcript);
        foreach (var inquiry in plain)
        {
            await CheckAsync(inquiry, transcript);
            await IssueAsync(inquiry, transcript);
            if (takes)
                await TakeAsync(inquiry, transcript);
        }

        Questions = questions.Count + (plain.Count * (takes ? 4 : 3)) + 1;
    }

    private IEnumerable<Inquiry> Inquiries(Possible member, MemberRef code)
    {
        foreach (var offer in terminal.Venue.Offers)
        {
            foreach (var inquiry in Variants(offer))
            {
                inquiry.MemberRef = code;
                yield return inquiry;
            }

            foreach (var kind in offer.Perk.CardKinds)
            {
                var number = kind == Core.Members.MemberRefKind.PartnerCard ? member.Card : member.Document;
                yield return new Inquiry { MemberRef = new() { Kind = (MemberRefKind)kind, Value = number }, PerkId = offer.Perk.Id };
            }
        }

        foreach (var perk in everyPerk)
            yield return new Inquiry { MemberRef = code, PerkId = perk.Id, Attributes = { ["made-up"] = new AttributeValue { Flag = true } } };
    }

    /// <summary>Units, amounts around every rung, attributes right and wrong.</summary>
    private static IEnumerable<Inquiry> Variants(Offer offer)
    {
        var rungs = offer.Perk.Benefit.CreditLadder.Select(rung => rung.Limit.MinorUnits);
        long[] amounts = [0, 1, .. rungs.SelectMany(rung => new[] { rung - 1, rung, rung + 1 }), 1_000_000_000_000];
        foreach (var units in new[] { 1, 2, 11, 100 })
        {
            foreach (var amount in amounts)
            {
                yield return new Inquiry { PerkId = offer.Perk.Id, UnitCount = units, Amount = new Money { CurrencyCode = "CNY", MinorUnits = amount } };
            }
        }

        foreach (var word in Words)
        {
            var told = new Inquiry { PerkId = offer.Perk.Id };
            foreach (var declared in offer.Perk.Attributes)
                told.Attributes[declared.Name] = ValueOf(declared.Type, word);
            yield return told;
        }
    }

    private static AttributeValue ValueOf(AttributeType type, string word) => type switch
    {
        AttributeType.Number => new() { Number = word.Length },
        AttributeType.Flag => new() { Flag = word == "true" },
        _ => new() { Text = word },
    };

    private async Task CheckAsync(Inquiry inquiry, IncrementalHash transcript)
    {
        using var call = _calls.Eligibility.CheckEligibilityAsync(new() { Inquiry = inquiry }, _calls.Options);
        var headers = await call.ResponseHeadersAsync;
        Note(transcript, await call);
        Note(transcript, string.Join('\n', headers.Concat(call.GetTrailers()).Where(entry => entry.Key != "date").Select(entry => $"{entry.Key}={entry.Value}")));
    }

    private async Task StreamAsync(IEnumerable<Inquiry> inquiries, IncrementalHash transcript)
    {
        using var call = _calls.Eligibility.StreamEligibility(_calls.Options);
        foreach (var (number, inquiry) in inquiries.Index())
            await call.RequestStream.WriteAsync(new() { CorrelationId = $"{number}", Inquiry = inquiry });
        await call.RequestStream.CompleteAsync();
        List<StreamEligibilityResponse> answers = [];
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
            answers.Add(answer);
        foreach (var answer in answers.OrderBy(answer => answer.CorrelationId, StringComparer.Ordinal))
            Note(transcript, answer);
    }

    private async Task IssueAsync(Inquiry inquiry, IncrementalHash transcript)
    {
        try
        {
            var issued = await _calls.IssueAsync(inquiry);
            Note(transcript, issued.Decision);
            Note(transcript, $"{issued.Token is not null}");
        }
        catch (RpcException fault)
        {
            Note(transcript, fault.Status.Detail);
        }
    }

    /// <summary>Takes what it can get: what comes of it shows in every later answer.</summary>
    private async Task TakeAsync(Inquiry inquiry, IncrementalHash transcript)
    {
        var taking = inquiry.Clone();
        taking.ItemRefs.Add($"att-{Interlocked.Increment(ref items)}");
        try
        {
            var begun = await _calls.BeginAsync(taking);
            Note(transcript, begun.Decision);
            Note(transcript, $"{begun.Outcome} {begun.Grant?.Custody} {begun.MemberPseudonym.Length}");
        }
        catch (RpcException fault)
        {
            Note(transcript, fault.Status.Detail);
        }
    }

    private MemberRef CodeOf(string memberId, DateTimeOffset now)
    {
        using var cipher = new AesGcm(_codeKey, 16);
        return new() { Kind = MemberRefKind.AppCode, Value = Core.Members.AppCode.Seal(memberId, now, RandomNumberGenerator.GetBytes(12), cipher) };
    }

    private static void Note(IncrementalHash transcript, string text) => transcript.AppendData(System.Text.Encoding.UTF8.GetBytes(text));

    private static void Note(IncrementalHash transcript, IMessage answer)
    {
        foreach (var decision in DecisionsOf(answer))
            decision.DecisionId = ByteString.CopyFrom(new byte[decision.DecisionId.Length]);
        transcript.AppendData(answer.ToByteArray());
    }

    private static IEnumerable<Decision> DecisionsOf(IMessage answer) => answer switch
    {
        Decision decision => [decision],
        CheckEligibilityResponse { Decision: { } decision } => [decision],
        StreamEligibilityResponse { Result.Decision: { } decision } => [decision],
        BatchCheckEligibilityResponse batch => batch.Results.Select(result => result.Decision).OfType<Decision>(),
        _ => [],
    };
}
