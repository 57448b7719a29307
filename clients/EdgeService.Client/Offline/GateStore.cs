using EdgeService.Core.Tokens;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeService.Client.Offline;

/// <summary>The folder a terminal keeps its keys, status lists and offers in: one file each, so that damage to one costs that one alone.</summary>
internal sealed class GateStore(string folder)
{
    private const string KeysName = "keys.gate";
    private const string OffersName = "offers.gate";
    private const string ListPrefix = "status-";
    private const string Ending = ".gate";

    /// <summary>Reads what is there. A file that cannot be read is left out and named; what it held is fetched anew.</summary>
    public GateKnowledge Load(DateTimeOffset now, List<string> faults)
    {
        var known = ReadOffers(ReadKeys(GateKnowledge.Nothing, faults), faults);
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{ListPrefix}*{Ending}") : [])
            known = ReadList(known, path, now, faults);
        return known;
    }

    public void Save(ListVerificationKeysResponse keys, DateTimeOffset fetched) => Save(KeysName, keys.ToByteArray(), fetched);

    public void Save(ListPerksResponse offers, DateTimeOffset fetched) => Save(OffersName, offers.ToByteArray(), fetched);

    public void Save(KeyId tokensOf, ByteString list, DateTimeOffset fetched) => Save($"{ListPrefix}{tokensOf}{Ending}", list.Span, fetched);

    private void Save(string name, ReadOnlySpan<byte> content, DateTimeOffset fetched)
    {
        Directory.CreateDirectory(folder);
        CheckedFile.Write(Path.Combine(folder, name), content, fetched);
    }

    private GateKnowledge ReadKeys(GateKnowledge known, List<string> faults) => Read(known, KeysName, faults, content =>
        known with { Keys = WireReading.KeysOf(ListVerificationKeysResponse.Parser.ParseFrom(content.Bytes.Span)), KeysFetched = content.Fetched });

    private GateKnowledge ReadOffers(GateKnowledge known, List<string> faults) => Read(known, OffersName, faults, content =>
    {
        var offers = ListPerksResponse.Parser.ParseFrom(content.Bytes.Span);
        return known with { Gate = WireReading.GateOf(offers), Offers = WireReading.OffersOf(offers) };
    });

    private GateKnowledge ReadList(GateKnowledge known, string path, DateTimeOffset now, List<string> faults) => Read(known, Path.GetFileName(path), faults, content =>
    {
        var name = Path.GetFileNameWithoutExtension(path)[ListPrefix.Length..];
        if (!KeyId.TryParse(name, out var tokensOf))
            throw new FormatException("its name names no key");
        var list = StatusListVerification.TryVerify(content.Bytes.Span, known.Keys, tokensOf, now, out _);
        return list is null ? known : known.With(tokensOf, list);
    });

    private GateKnowledge Read(GateKnowledge known, string name, List<string> faults, Func<CheckedContent, GateKnowledge> read)
    {
        var path = Path.Combine(folder, name);
        var content = CheckedFile.TryRead(path, out var fault);
        try
        {
            if (content is { } found)
                return read(found);
        }
        catch (Exception unusable) when (unusable is FormatException or InvalidProtocolBufferException)
        {
            fault = unusable.Message;
        }

        if (fault is not null)
            faults.Add($"{path} cannot be used: {fault}. It is fetched anew when the service is in reach.");
        return known;
    }
}
