using System.Formats.Cbor;
using EdgeService.Core.Changes;
using EdgeService.Core.Grants;
using EdgeService.Core.Tests.Changes;
using EdgeService.Core.Tests.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Everything that is kept or sent as CBOR beside tokens: messages, change records, ledger records and entries.</summary>
[Collection(OneByOne.Name)]
public sealed class CborFuzzTests
{
    private static readonly AnyMutation Mutation = new(new ByteMutation(), new CborMutation(), new CborMutation());

    [Fact]
    public void Message_that_is_read_is_deterministic_and_known_to_the_platform()
    {
        var signer = new KeptSigner();
        byte[][] seeds = [.. KeptSigner.Claims.Select(claims => signer.Desk.Sign(claims)), .. Directory.GetFiles("Vectors/cose", "*.json").SelectMany(MessagesIn)];
        var target = new FuzzTarget("cose", seeds, Mutation, input =>
        {
            if (!CoseSign1.TryRead(input, out var message)) return "refused";
            Assert.Equal(input, AsShortest(input));
            var reader = new CborReader(input, CborConformanceMode.Lax);
            reader.SkipValue();
            Assert.Equal(0, reader.BytesRemaining);
            return message.IsTagged ? "read" : "read untagged";
        })
        { MostBytes = 64 << 10 };

        Assert.True(FuzzRun.Run(target, brief: 15_000, full: 1_500_000).ContainsKey("read untagged") || FuzzLength.IsSingle);
    }

    [Fact]
    public void Change_record_that_is_read_is_written_alike()
    {
        var random = new RandomChanges(5);
        byte[][] seeds =
        [
            .. Enumerable.Range(1, 200).Select(revision => ChangeEncoding.Write(new ChangeMade(random.Next((long)revision)))),
            ChangeEncoding.Write(new Heartbeat(12, DateTimeOffset.UnixEpoch.AddDays(20_000))),
            ChangeEncoding.Write(new ChangesDropped(99)),
        ];
        var target = new FuzzTarget("change-record", seeds, Mutation, input =>
        {
            ChangeRecord record;
            try
            {
                record = ChangeEncoding.Read(input);
            }
            catch (FormatException)
            {
                return "refused";
            }

            Assert.Equal(input, ChangeEncoding.Write(record));
            return "read";
        });

        Assert.True(FuzzRun.Run(target, brief: 5_000, full: 500_000).ContainsKey("read") || FuzzLength.IsSingle);
    }

    [Fact]
    public void Ledger_record_that_is_read_has_one_form() => RunLedger("ledger-record", Records(), input => LedgerEncoding.Write(LedgerEncoding.ReadRecord(input)));

    [Fact]
    public void Ledger_entry_that_is_read_has_one_form() => RunLedger("ledger-entry", Entries(), input => LedgerEncoding.Write(LedgerEncoding.ReadEntry(input)));

    private static void RunLedger(string name, byte[][] seeds, Func<byte[], byte[]> rewritten)
    {
        var target = new FuzzTarget(name, seeds, Mutation, input =>
        {
            byte[] again;
            try
            {
                again = rewritten(input);
            }
            catch (FormatException)
            {
                return "refused";
            }

            // What an earlier format wrote is written in the one of today, and then stays as it is.
            Assert.Equal(again, rewritten(again));
            if (input.Length != again.Length || input[1] != LedgerEncoding.Format) return "read and brought up to date";
            Assert.Equal(input, again);
            return "read";
        });

        Assert.True(FuzzRun.Run(target, brief: 5_000, full: 400_000).ContainsKey("read") || FuzzLength.IsSingle);
    }

    private static byte[][] Records()
    {
        var record = Sample.After(Sample.WithBikeOut("a", "b"), Sample.Redeem(5, Sample.VisitTerms), Sample.Noon.AddMilliseconds(20_001));
        var returned = Sample.After(record, new Return(1, "citybike", ["a"], null, Sample.Dock), Sample.Noon.AddSeconds(40));
        var revoked = Sample.After(returned, new RevokeToken(new TokenId(6), Sample.Noon.AddHours(1), Actor.Member, "no"), Sample.Noon.AddSeconds(41));
        return [.. new[] { MemberRecord.Empty, record, returned, revoked }.Select(LedgerEncoding.Write)];
    }

    private static byte[][] Entries()
    {
        var granted = Custody.Apply(new LedgerScene(MemberRecord.Empty), Sample.Redeem(5), Sample.Noon).Entries;
        var revoke = new RevokeToken(new TokenId(6), Sample.Noon.AddHours(1), Actor.Operator("anna"), "asked by phone");
        return [.. granted.Concat(Custody.Apply(new LedgerScene(MemberRecord.Empty), revoke, Sample.Noon).Entries).Select(LedgerEncoding.Write)];
    }

    /// <summary>The same items with the shortest heads; what lies inside byte strings stays as it is, where nobody reads it.</summary>
    private static byte[] AsShortest(byte[] input)
    {
        var tree = CborNode.Parse(input);
        Assert.NotNull(tree);
        var all = new List<CborNode>();
        tree.AddTo(all);
        foreach (var node in all.Where(node => node.Major == 2)) node.Items.Clear();
        foreach (var node in all.Where(node => node.Major != 7)) node.Head = null;
        return tree.ToBytes();
    }

    private static IEnumerable<byte[]> MessagesIn(string path)
    {
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path));
        if (document.RootElement.TryGetProperty("output", out var output) && output.TryGetProperty("cbor", out var hex)) yield return Convert.FromHexString(hex.GetString()!);
    }
}
