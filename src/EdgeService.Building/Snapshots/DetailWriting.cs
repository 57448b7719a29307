using System.Buffers;
using System.Buffers.Binary;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>Gathers the records of the few members whose entry says "look in the details", in the order of their keys.</summary>
internal sealed class DetailWriting(StandingTables tables)
{
    private readonly ArrayBufferWriter<byte> _index = new();
    private readonly ArrayBufferWriter<byte> _records = new();

    public ReadOnlySpan<byte> Index => _index.WrittenSpan;

    public ReadOnlySpan<byte> Records => _records.WrittenSpan;

    /// <param name="prefix">Key as far as the file holds it.</param>
    /// <param name="facts">What is known of the member.</param>
    /// <param name="consentIndex">Place of the consent set in the table, or <see cref="ConsentPlacing.InDetails"/>.</param>
    public void Add(MemberKey prefix, MemberFacts facts, int consentIndex)
    {
        Span<byte> place = stackalloc byte[SnapshotFormat.DetailIndexBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(place, prefix.Value);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], _records.WrittenCount);
        _index.Write(place);

        var bans = tables.BanLists[facts.BansIndex];
        Write((uint)bans.Count + 1);
        Span<byte> bytes = stackalloc byte[SnapshotFormat.BanBytes];
        foreach (var ban in bans)
        {
            BanBytes.Write(ban, bytes);
            WriteItem(DetailKind.Ban, bytes);
        }

        if (consentIndex == ConsentPlacing.InDetails)
        {
            WriteItem(DetailKind.Consents, NumberBytes.Of(tables.ConsentSets[facts.ConsentIndex]));
        }
        else
        {
            WriteItem(DetailKind.ConsentIndex, NumberBytes.Of([(uint)consentIndex]));
        }
    }

    private void WriteItem(DetailKind kind, ReadOnlySpan<byte> item)
    {
        Write((uint)kind);
        Write((uint)item.Length);
        _records.Write(item);
    }

    private void Write(uint number) => _records.Write(NumberBytes.Of([number]));
}
