namespace EdgeService.Ledger;

/// <summary>The member secret that member keys stand under, told from others without being known.</summary>
/// <param name="Version">Its version in the deployment's files; for people to read.</param>
/// <param name="Check">A value that only this secret yields.</param>
public sealed record LedgerSecret(int Version, ulong Check)
{
    /// <summary>Holds the ledger's own against this edge's, which must be the same: otherwise nobody's grants would be found.</summary>
    /// <exception cref="LedgerUnavailableException">They are not the same.</exception>
    internal void Require(LedgerSecret ledgers)
    {
        if (ledgers.Check != Check)
            throw new LedgerUnavailableException(LedgerFault.OtherSecret) { Detail = DifferenceFrom(ledgers) };
    }

    private string DifferenceFrom(LedgerSecret ledgers) => ledgers.Version == Version
        ? $"its members stand under another member secret than version {Version} of this edge's files. Lay down the file that the other edges have."
        : $"its members stand under version {ledgers.Version} of the member secret, and this edge goes by version {Version}. "
            + $"Set Edge:Signing:MemberWith={ledgers.Version}, or re-key the ledger: src/EdgeService/Rekeying/README.md.";
}
