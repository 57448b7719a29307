using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// Writes one snapshot from front to back. It takes the members in the order of their keys and asks nothing else of them, so that whoever
/// sorts them, in memory or through files, can feed it.
/// </summary>
internal sealed class SnapshotWriting
{
    private readonly Stream _stream;
    private readonly ChunkedWriting _out;
    private readonly StandingTables _tables;
    private readonly ConsentPlacing _placing;
    private readonly DetailWriting _details;
    private readonly SectionExtent[] _sections = new SectionExtent[SnapshotMetadata.SectionCount];

    private SnapshotWriting(Stream stream, StandingTables tables, ConsentPlacing placing)
    {
        _stream = stream;
        _out = new ChunkedWriting(stream);
        _tables = tables;
        _placing = placing;
        _details = new DetailWriting(tables);
    }

    /// <param name="stream">Only written to, never sought in.</param>
    /// <param name="heading">Revision and times.</param>
    /// <param name="count">How many members follow; the directory is sized by it.</param>
    /// <param name="members">In the order of their keys, no two alike as far as the file holds them.</param>
    /// <param name="tables">What the facts of the members point into.</param>
    /// <param name="placing">Places of the consent sets.</param>
    /// <param name="signer">Null leaves the file unsigned: no edge will serve it.</param>
    public static void Write(
        Stream stream,
        SnapshotHeading heading,
        long count,
        IEnumerable<MemberRow> members,
        StandingTables tables,
        ConsentPlacing placing,
        SnapshotSigner? signer)
    {
        var writing = new SnapshotWriting(stream, tables, placing);
        var split = KeySplit.ForCount(count);
        writing.WriteHeader();
        var directory = writing.WriteEntries(members, split);
        writing.WriteSection(SectionKind.Directory, MemoryMarshal.AsBytes(directory.AsSpan()));
        writing.WriteSection(SectionKind.Partners, NumberBytes.OfPartners(tables.Partners));
        writing.WriteSection(SectionKind.ConsentSets, NumberBytes.OfConsentSets([.. placing.Placed.Select(number => tables.ConsentSets[number])]));
        writing.WriteSection(SectionKind.DetailIndex, writing._details.Index);
        writing.WriteSection(SectionKind.Details, writing._details.Records);
        writing.WriteSection(SectionKind.Aliases, []);
        writing.WriteSection(SectionKind.Replacements, []);
        writing.WriteEnd(heading, count, split, signer);
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderBytes];
        header.Clear();
        SnapshotFormat.HeaderMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], SnapshotFormat.MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], SnapshotFormat.MinorVersion);
        _out.Write(header);
    }

    /// <summary>Returns the directory: for every bucket the ordinal of its first entry, and at the end the count.</summary>
    private uint[] WriteEntries(IEnumerable<MemberRow> members, KeySplit split)
    {
        var start = _out.Align();
        var ends = new uint[split.BucketCount + 1];
        Span<byte> bytes = stackalloc byte[SnapshotFormat.EntryBytes];
        foreach (var member in members)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, EntryOf(member, split).Bits);
            _out.Write(bytes);
            ends[split.BucketOf(member.Tag.Key) + 1]++;
        }

        for (var bucket = 1; bucket < ends.Length; bucket++)
        {
            ends[bucket] += ends[bucket - 1];
        }

        _sections[(int)SectionKind.Entries] = new(start, _out.Position - start);
        return ends;
    }

    private SnapshotEntry EntryOf(in MemberRow member, KeySplit split)
    {
        var facts = new MemberFacts(member.Facts);
        var consentIndex = _placing[facts.ConsentIndex];
        var inDetails = facts.BansIndex != 0 || consentIndex == ConsentPlacing.InDetails;
        if (inDetails)
        {
            _details.Add(split.PrefixOf(member.Tag.Key), facts, consentIndex);
        }

        return SnapshotEntry.Pack(
            split.RemainderOf(member.Tag.Key),
            ScoreStep.OfScore(facts.Score),
            facts.Tier,
            facts.CourtListed,
            facts.PaymentLineOpen,
            inDetails ? SnapshotEntry.InDetails : consentIndex);
    }

    private void WriteSection(SectionKind kind, ReadOnlySpan<byte> bytes)
    {
        _sections[(int)kind] = new(_out.Align(), bytes.Length);
        _out.Write(bytes);
    }

    private void WriteEnd(SnapshotHeading heading, long count, KeySplit split, SnapshotSigner? signer)
    {
        var metadata = new SnapshotMetadata(
            heading.Revision,
            heading.AsOf,
            heading.CreatedAt,
            count,
            heading.SecretVersion,
            heading.SecretCheck,
            split.DirectoryBits,
            RequiredFeatures: 0,
            heading.Builder,
            [.. _sections]).ToBytes();
        var extent = new SectionExtent(_out.Align(), metadata.Length);
        _out.Write(metadata);
        var dataLength = _out.Position;
        var footer = new SnapshotFooter(dataLength, extent, SHA256.HashData(_out.Finish()), signer?.KeyId ?? 0);

        var bytes = new byte[SnapshotFormat.FooterBytes];
        footer.WriteSignedPart(bytes);
        signer?.Sign(bytes.AsSpan(0, SnapshotFormat.SignedFooterBytes)).CopyTo(bytes, SnapshotFormat.SignedFooterBytes);
        _stream.Write(bytes);
    }
}
