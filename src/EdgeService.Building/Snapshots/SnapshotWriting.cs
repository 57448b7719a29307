using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// Writes one snapshot from front to back. It takes the members in the order of their keys and asks nothing else of them, so that whoever
/// sorts them, in memory or through files, can feed it.
/// </summary>
internal sealed class SnapshotWriting : IDisposable
{
    private const int EntriesAtOnce = SnapshotFormat.ChunkBytes / SnapshotFormat.EntryBytes;

    private readonly Stream _stream;
    private readonly ChunkedWriting _out;
    private readonly StandingTables _tables;
    private readonly ConsentPlacing _placing;
    private readonly DetailWriting _details;
    private readonly SectionExtent[] _sections = new SectionExtent[SnapshotMetadata.SectionCount];
    private readonly long _count;
    private readonly KeySplit _split;
    private readonly uint[] _directory;
    private readonly ulong[] _entries = new ulong[EntriesAtOnce];
    private int _waiting;
    private long _added;

    /// <summary>Writes the head.</summary>
    /// <param name="stream">Only written to, never sought in.</param>
    /// <param name="count">How many members follow.</param>
    /// <param name="split">How the file tells members apart.</param>
    /// <param name="tables">What the facts of the members point into.</param>
    /// <param name="placing">Places of the consent sets.</param>
    /// <param name="temporaryFolder">Where details wait for their turn when they are many.</param>
    public SnapshotWriting(Stream stream, long count, KeySplit split, StandingTables tables, ConsentPlacing placing, string temporaryFolder)
    {
        _stream = stream;
        _out = new ChunkedWriting(stream);
        _tables = tables;
        _placing = placing;
        _details = new DetailWriting(tables, temporaryFolder);
        _count = count;
        _split = split;
        _directory = new uint[_split.BucketCount + 1];
        WriteHeader();
        _sections[(int)SectionKind.Entries] = new(_out.Align(), 0);
    }

    /// <summary>
    /// Adds the members that follow those added before: in the order of their keys, no two alike as far as the file holds them.
    /// </summary>
    public void Add(ReadOnlySpan<MemberRow> members)
    {
        foreach (ref readonly var member in members)
        {
            Add(_split.BucketOf(member.Tag.Key), EntryOf(member));
        }
    }

    /// <summary>Adds the next member by the whole standing.</summary>
    public void Add(MemberKey key, in Standing standing)
    {
        var index = _placing[_tables.FindNumberOf(standing.Consents.Contracts)];
        var inDetails = index == ConsentPlacing.InDetails || standing.Bans.Count + standing.DatedConsents.Count > 0;
        if (inDetails)
        {
            var contracts = standing.Consents.Contracts.Select(_tables.BitsOf).Order().ToArray();
            _details.Add(_split.PrefixOf(key), new DatedFacts(standing.Bans, standing.DatedConsents), contracts, index);
        }

        var consents = inDetails ? SnapshotEntry.InDetails : index;
        var remainder = _split.RemainderOf(key);
        Add(
            _split.BucketOf(key),
            SnapshotEntry.Pack(remainder, standing.Score, standing.Tier, standing.CourtListed, standing.PaymentLineOpen, consents));
    }

    /// <summary>Adds the next member by the entry, which must not point into the details.</summary>
    public void Add(long bucket, SnapshotEntry entry)
    {
        _entries[_waiting++] = entry.Bits;
        _directory[bucket + 1]++;
        _added++;
        if (_waiting == _entries.Length)
        {
            SendEntries();
        }
    }

    /// <summary>Writes all that follows the entries.</summary>
    /// <param name="heading">Revision and times.</param>
    /// <param name="replacements">Members entered under another key than their own.</param>
    /// <param name="signer">Null leaves the file unsigned: no edge will serve it.</param>
    /// <param name="aliases">Hands on cards and documents, each once, ascending; null for none.</param>
    /// <exception cref="InvalidOperationException">Not as many members were added as were announced.</exception>
    public void Finish(SnapshotHeading heading, Replacements replacements, SnapshotSigner? signer, Action<Action<AliasTag, MemberKey>>? aliases)
    {
        if (_added != _count)
        {
            throw new InvalidOperationException($"{_added} members were added, {_count} were announced.");
        }

        SendEntries();
        var entries = _sections[(int)SectionKind.Entries].Offset;
        _sections[(int)SectionKind.Entries] = new(entries, _out.Position - entries);
        WriteDirectory();
        WriteSection(SectionKind.Partners, NumberBytes.OfPartners(_tables.Partners));
        WriteSection(
            SectionKind.ConsentSets, NumberBytes.OfConsentSets([.. _placing.Placed.Select(number => _tables.ConsentSets[number])]));
        WriteSection(SectionKind.DetailIndex, _details.Index);
        WriteSection(SectionKind.Details, _details.Records);
        WriteAliases(aliases);
        WriteSection(SectionKind.Replacements, replacements.ToBytes());
        WriteEnd(MetadataOf(heading, replacements).ToBytes(), signer);
    }

    public void Dispose() => _details.Dispose();

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderBytes];
        header.Clear();
        SnapshotFormat.HeaderMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], SnapshotFormat.MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], SnapshotFormat.MinorVersion);
        _out.Write(header);
    }

    private void SendEntries()
    {
        _out.Write(MemoryMarshal.AsBytes(_entries.AsSpan(0, _waiting)));
        _waiting = 0;
    }

    private SnapshotEntry EntryOf(in MemberRow member)
    {
        var facts = new MemberFacts(member.Facts);
        var consentIndex = _placing[facts.ConsentIndex];
        var inDetails = facts.DatedIndex != 0 || consentIndex == ConsentPlacing.InDetails;
        if (inDetails)
        {
            _details.Add(
                _split.PrefixOf(member.Tag.Key), _tables.Dated[facts.DatedIndex], _tables.ConsentSets[facts.ConsentIndex], consentIndex);
        }

        return SnapshotEntry.Pack(
            _split.RemainderOf(member.Tag.Key),
            ScoreStep.OfScore(facts.Score),
            facts.Tier,
            facts.CourtListed,
            facts.PaymentLineOpen,
            inDetails ? SnapshotEntry.InDetails : consentIndex);
    }

    /// <summary>For every bucket the ordinal of its first entry, and at the end the count.</summary>
    private void WriteDirectory()
    {
        for (var bucket = 1; bucket < _directory.Length; bucket++)
        {
            _directory[bucket] += _directory[bucket - 1];
        }

        WriteSection(SectionKind.Directory, MemoryMarshal.AsBytes(_directory.AsSpan()));
    }

    private void WriteSection(SectionKind kind, ReadOnlySpan<byte> bytes)
    {
        _sections[(int)kind] = new(_out.Align(), bytes.Length);
        _out.Write(bytes);
    }

    private void WriteAliases(Action<Action<AliasTag, MemberKey>>? aliases)
    {
        var start = _out.Align();
        var record = new byte[SnapshotFormat.AliasBytes];
        aliases?.Invoke((tag, member) =>
        {
            BinaryPrimitives.WriteUInt64LittleEndian(record, tag.High);
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), tag.Low);
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(16), member.Value);
            _out.Write(record);
        });
        _sections[(int)SectionKind.Aliases] = new(start, _out.Position - start);
    }

    private void WriteSection(SectionKind kind, Files.TemporaryBytes bytes)
    {
        _sections[(int)kind] = new(_out.Align(), bytes.Length);
        bytes.CopyTo(_out.Write);
    }

    private SnapshotMetadata MetadataOf(SnapshotHeading heading, Replacements replacements) => new(
        heading.Revision,
        heading.AsOf,
        heading.CreatedAt,
        _count,
        heading.SecretVersion,
        heading.SecretCheck,
        _split.DirectoryBits,
        (replacements.Count > 0 ? SnapshotFormat.ReplacementsFeature : 0)
            | (_details.HoldsDatedConsents ? SnapshotFormat.DatedConsentsFeature : 0),
        heading.Builder,
        [.. _sections])
    {
        ChangesThrough = heading.ChangesThrough,
    };

    private void WriteEnd(byte[] metadata, SnapshotSigner? signer)
    {
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
