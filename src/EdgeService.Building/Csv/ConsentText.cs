using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Csv;

/// <summary>
/// Consents in an enrolment file: <c>scene@partner</c>, or <c>scene@partner:2026-01-01..2026-12-31</c> for one in force from the first of
/// these days to the end of the last, both in UTC; without a last day, without end. Separated by spaces.
/// </summary>
public static class ConsentText
{
    private const int LongestPartner = 32;
    private const string Day = "yyyy-MM-dd";

    public static string Write(IEnumerable<Contract> contracts) => string.Join(' ', contracts.Select(Write));

    public static string Write(IEnumerable<DatedConsent> consents) => string.Join(' ', consents.Select(consent =>
        $"{Write(consent.Contract)}:{Write(consent.From)}..{(consent.Until is { } until ? Write(until.AddDays(-1)) : "")}"));

    /// <summary>Reads a whole field; null with the reason when a part of it is wrong.</summary>
    public static (IReadOnlyList<Contract> Undated, IReadOnlyList<DatedConsent> Dated)? Read(ReadOnlySpan<byte> field, out string problem)
    {
        List<Contract> undated = [];
        List<DatedConsent> dated = [];
        foreach (var part in Encoding.UTF8.GetString(field).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (!TryReadContract(part, colon < 0 ? part : part[..colon], out var contract, out problem))
            {
                return null;
            }

            if (colon < 0)
            {
                undated.Add(contract);
            }
            else if (ReadDays(contract, part[(colon + 1)..]) is { } consent)
            {
                dated.Add(consent);
            }
            else
            {
                problem = $"consent \"{part}\" is not scene@partner:first..last, with days as {Day}, the last not before the first";
                return null;
            }
        }

        problem = "";
        return (undated, dated);
    }

    private static string Write(Contract contract) => Names.Of(contract.Scene) + "@" + contract.PartnerId;

    private static string Write(DateTimeOffset midnight) => midnight.UtcDateTime.ToString(Day, CultureInfo.InvariantCulture);

    private static bool TryReadContract(string part, string text, out Contract contract, out string problem)
    {
        contract = default;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var partner = at < 0 ? "" : text[(at + 1)..];
        if (!Names.TryRead<Scene>(at < 0 ? text : text[..at], out var scene))
        {
            problem = $"unknown scene in consent \"{part}\"; known are {Names.List<Scene>()}";
            return false;
        }

        if (partner.Length is 0 or > LongestPartner || partner.AsSpan().ContainsAnyExcept(PartnerCharacters))
        {
            problem = $"consent \"{part}\" must name a partner after @: 1 to 32 of a-z, 0-9 and -";
            return false;
        }

        contract = new Contract(scene, partner);
        problem = "";
        return true;
    }

    private static DatedConsent? ReadDays(Contract contract, string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || !TryReadDay(text[..dots], out var from))
        {
            return null;
        }

        if (dots + 2 == text.Length)
        {
            return new DatedConsent(contract, from, null);
        }

        // The end is the midnight after the last day; the year 9999 has none after its own.
        var read = TryReadDay(text[(dots + 2)..], out var last) && last >= from && last < DateTimeOffset.MaxValue.AddDays(-1);
        return read ? new DatedConsent(contract, from, last.AddDays(1)) : null;
    }

    private static bool TryReadDay(string text, out DateTimeOffset midnight) =>
        DateTimeOffset.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out midnight);

    private static SearchValues<char> PartnerCharacters { get; } =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
