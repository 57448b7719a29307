using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

public sealed class LedgerEncodingTests
{
    [Fact]
    public void Empty_record_is_nine_bytes() =>
        Assert.Equal("880300010080808000", Convert.ToHexStringLower(LedgerEncoding.Write(MemberRecord.Empty)));

    [Fact]
    public void Record_reads_back_to_the_same_bytes()
    {
        var record = Sample.After(Sample.WithBikeOut("a", "b"), Sample.Redeem(5, Sample.VisitTerms), Sample.Noon.AddMilliseconds(20_001));
        record = Sample.After(record, new Return(1, "citybike", ["a"], null, Sample.Dock), Sample.Noon.AddSeconds(40));
        record = Sample.After(record, new RevokeToken(new TokenId(6), Sample.Noon.AddHours(1), Actor.Member, "no"), Sample.Noon.AddSeconds(41));

        var bytes = LedgerEncoding.Write(record);
        var back = LedgerEncoding.ReadRecord(bytes);

        Assert.Equal(bytes, LedgerEncoding.Write(back));
        Assert.Equal((record.Version, record.NextGrant, record.ForgottenThrough), (back.Version, back.NextGrant, back.ForgottenThrough));
        Assert.Equal(record.Spent.AsEnumerable(), back.Spent);
        Assert.Equal(record.Revoked.AsEnumerable(), back.Revoked);
        foreach (var (was, now) in record.Grants.Zip(back.Grants))
        {
            Assert.Equal(was.Transitions.AsEnumerable(), now.Transitions);
            Assert.Equal(was.ReturnedItems.AsEnumerable(), now.ReturnedItems);
            Assert.Equal(was.Terms.Items.AsEnumerable(), now.Terms.Items);
            var terms = now.Terms with { Items = was.Terms.Items };
            Assert.Equal(was, now with { Terms = terms, Transitions = was.Transitions, ReturnedItems = was.ReturnedItems });
        }
    }

    [Fact]
    public void Claim_that_was_stored_before_totals_were_kept_still_stands()
    {
        var story = Story.Of(Story.Rental);
        story.Do(1, new ReportLost(1, "citybike", Story.Yuan(5000), Story.Anna, "zzz"));
        var now = Convert.ToHexStringLower(LedgerEncoding.Write(story.Record));

        // Format 2 had nine fields of money, and none after the lines, whose last one ends in its reason.
        var before = now.Replace("8803", "8802", StringComparison.Ordinal).Replace("8a63434e59", "8963434e59", StringComparison.Ordinal).Replace("f6637a7a7a191388", "f6637a7a7a", StringComparison.Ordinal);
        Assert.Equal(now.Length - 6, before.Length);
        Assert.Equal(5000, LedgerEncoding.ReadRecord(Convert.FromHexString(before)).Grants[0].Money.Claimed);
    }

    [Fact]
    public void Entries_read_back_to_the_same_bytes()
    {
        var granted = Custody.Apply(new LedgerScene(MemberRecord.Empty), Sample.Redeem(5), Sample.Noon).Entries;
        var revoke = new RevokeToken(new TokenId(6), Sample.Noon.AddHours(1), Actor.Operator("anna"), "asked by phone");
        var revoked = Custody.Apply(new LedgerScene(MemberRecord.Empty), revoke, Sample.Noon).Entries;

        foreach (var entry in granted.Concat(revoked))
        {
            var bytes = LedgerEncoding.Write(entry);
            Assert.Equal(bytes, LedgerEncoding.Write(LedgerEncoding.ReadEntry(bytes)));
        }
    }

    [Fact]
    public void What_the_first_format_wrote_is_read_as_it_was_meant()
    {
        var lines = File.ReadAllLines("Vectors/ledger-1.txt");
        var record = LedgerEncoding.ReadRecord(Convert.FromHexString(lines[0]));
        var entry = LedgerEncoding.ReadEntry(Convert.FromHexString(lines[1]));

        Assert.Equal((5L, 3L, 1, 1), (record.Version, record.NextGrant, record.Spent.Length, record.Revoked.Length));
        Assert.Equal([PerkKind.Rental, PerkKind.Visit], record.Grants.Select(grant => grant.Terms.Kind));
        Assert.Equal((GrantState.Active, MoneyState.None, "b"), (record.Grants[0].State, record.Grants[0].MoneyState, record.Grants[0].OpenItems.Single()));
        Assert.Equal((EntryKind.Returned, 4L, 1L), (entry.Kind, entry.Version, entry.Grant!.Number));
        Assert.Equal(LedgerEncoding.Write(record), LedgerEncoding.Write(LedgerEncoding.ReadRecord(LedgerEncoding.Write(record))));
    }

    [Fact]
    public void Full_record_stays_bounded()
    {
        var story = new Story();
        for (var grant = 1; grant <= Memory.MostOpen; grant++)
        {
            // What fills one grant is refused on the next ones, and changes nothing.
            story.Do(grant, new Begin(Story.Visit with { SelfCloseAfter = null, Journey = null, Period = null }, Sample.Dock));
            for (var line = 0; line < GrantMoney.MostLines; line++)
            {
                var text = new string('x', 200);
                story.Do(grant, new AddCharge(grant, "citybike", $"{line}{new string('r', 60)}", Story.Yuan(1), Sample.Dock, text));
            }
        }

        Assert.Equal(GrantResult.TooMuchOpen, story.Do(99, new Begin(Story.Visit, Sample.Dock)));
        Assert.Equal(Memory.MostMoneyLines, story.Record.Grants.Sum(grant => grant.Money.Lines.Length));
        Assert.InRange(LedgerEncoding.Write(story.Record).Length, 80_000, 200_000);
    }

    [Fact]
    public void Damaged_bytes_are_refused_with_one_kind_of_fault()
    {
        var good = LedgerEncoding.Write(Sample.WithBikeOut("a"));
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var bad = good.ToArray();
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var cut = bad.AsMemory(0, random.Next(bad.Length + 1));
            try
            {
                LedgerEncoding.ReadRecord(cut);
            }
            catch (FormatException)
            {
                // The only fault allowed; a change within a number or a text may also go unnoticed here.
            }
        }
    }

    [Fact]
    public void Later_format_is_refused()
    {
        var bytes = LedgerEncoding.Write(MemberRecord.Empty);
        bytes[1] = LedgerEncoding.Format + 1;

        Assert.Throws<FormatException>(() => LedgerEncoding.ReadRecord(bytes));
    }
}
