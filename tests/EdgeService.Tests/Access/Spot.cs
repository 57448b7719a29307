namespace EdgeService.Tests.Access;

/// <summary>A terminal of the matrix's catalog.</summary>
/// <param name="Partner">Its partner.</param>
/// <param name="Venue">Its venue.</param>
/// <param name="Terminal">Its id.</param>
/// <param name="Audience">The code of tokens for it.</param>
/// <param name="Offered">What the partner has contracted and this kind of venue offers, by the text of the catalog.</param>
public sealed record Spot(string Partner, string Venue, string Terminal, string Audience, IReadOnlySet<string> Offered)
{
    public string Urn => $"urn:perks:terminal:{Partner}:{Venue}:{Terminal}";

    public string VenueName => $"{Partner}:{Venue}";
}

/// <summary>A partner with everything that a foreign partner must not reach.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Main">Where it grants.</param>
/// <param name="Second">Another terminal of the same venue.</param>
/// <param name="Annex">A terminal of another venue of the same kind.</param>
/// <param name="Odd">A terminal of a venue whose kind offers nothing that the partner has contracted.</param>
/// <param name="Perk">What it grants in the tests.</param>
public sealed record Side(string Id, Spot Main, Spot Second, Spot Annex, Spot Odd, string Perk)
{
    public IEnumerable<Spot> Spots => [Main, Second, Annex, Odd];

    /// <summary>Visits lend nothing.</summary>
    public bool Lends => Perk != "station.lounge";
}
