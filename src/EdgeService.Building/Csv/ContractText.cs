using System.Buffers;
using System.Text;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Csv;

/// <summary>Consents in an enrolment file: <c>scene@partner</c>, separated by spaces.</summary>
public static class ContractText
{
    private const int LongestPartner = 32;

    public static string Write(IEnumerable<Contract> contracts) => string.Join(' ', contracts.Select(Write));

    /// <summary>Reads a whole field; null with the reason when a part of it is wrong.</summary>
    public static IReadOnlyList<Contract>? Read(ReadOnlySpan<byte> field, out string problem)
    {
        List<Contract> contracts = [];
        foreach (var part in Encoding.UTF8.GetString(field).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryReadOne(part, out var contract, out problem))
            {
                return null;
            }

            contracts.Add(contract);
        }

        problem = "";
        return contracts;
    }

    private static string Write(Contract contract) => Names.Of(contract.Scene) + "@" + contract.PartnerId;

    private static bool TryReadOne(string part, out Contract contract, out string problem)
    {
        contract = default;
        var at = part.IndexOf('@', StringComparison.Ordinal);
        var partner = at < 0 ? "" : part[(at + 1)..];
        if (!Names.TryRead<Scene>(at < 0 ? part : part[..at], out var scene))
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

    private static SearchValues<char> PartnerCharacters { get; } =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
