using System.Buffers.Binary;
using EdgeService.Building.Files;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>Gathers the records of the few members whose entry says "look in the details", in the order of their keys.</summary>
internal sealed class DetailWriting(StandingTables tables, string temporaryFolder) : IDisposable
{
    public TemporaryBytes Index { get; } = new(temporaryFolder);

    public TemporaryBytes Records { get; } = new(temporaryFolder);

    /// <summary>Whether a record holds a dated consent, so that readers must know them.</summary>
    public bool HoldsDatedConsents { get; private set; }

    /// <param name="prefix">Key as far as the file holds it.</param>
    /// <param name="dated">Bans and dated consents.</param>
    /// <param name="contracts">The undated consents, as the file numbers them, ascending.</param>
    /// <param name="consentIndex">Place of the consent set in the table, or <see cref="ConsentPlacing.InDetails"/>.</param>
    public void Add(MemberKey prefix, DatedFacts dated, uint[] contracts, int consentIndex)
    {
        Span<byte> place = stackalloc byte[SnapshotFormat.DetailIndexBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(place, prefix.Value);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], Records.Length);
        Index.Write(place);

        Write((uint)(dated.Bans.Count + dated.Consents.Count) + 1);
        WriteBans(dated.Bans);
        WriteDatedConsents(dated.Consents);
        if (consentIndex == ConsentPlacing.InDetails)
        {
            WriteItem(DetailKind.Consents, NumberBytes.Of(contracts));
        }
        else
        {
            WriteItem(DetailKind.ConsentIndex, NumberBytes.Of([(uint)consentIndex]));
        }
    }

    public void Dispose()
    {
        Index.Dispose();
        Records.Dispose();
    }

    private void WriteBans(IReadOnlyList<SectorBan> bans)
    {
        Span<byte> bytes = stackalloc byte[SnapshotFormat.BanBytes];
        foreach (var ban in bans)
        {
            BanBytes.Write(ban, bytes);
            WriteItem(DetailKind.Ban, bytes);
        }
    }

    private void WriteDatedConsents(IReadOnlyList<DatedConsent> consents)
    {
        Span<byte> bytes = stackalloc byte[SnapshotFormat.DatedConsentBytes];
        foreach (var consent in consents)
        {
            DatedConsentBytes.Write(tables.BitsOf(consent.Contract), consent.From, consent.Until, bytes);
            WriteItem(DetailKind.DatedConsent, bytes);
            HoldsDatedConsents = true;
        }
    }

    private void WriteItem(DetailKind kind, ReadOnlySpan<byte> item)
    {
        Write((uint)kind);
        Write((uint)item.Length);
        Records.Write(item);
    }

    private void Write(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Records.Write(bytes);
    }
}
