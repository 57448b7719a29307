namespace EdgeService.Tests.Access;

/// <summary>What a message of the matrix names. What a method cannot name is not looked at.</summary>
public sealed record Target
{
    public string Member { get; init; } = MatrixStage.AnyMember;

    public string Perk { get; init; } = "";

    public string Audience { get; init; } = "";

    public string GrantId { get; init; } = "";

    public string Item { get; init; } = "";

    public string Receipt { get; init; } = "";

    public string Token { get; init; } = "";

    public byte[] Decision { get; init; } = [];

    /// <summary>For who numbers the item.</summary>
    public string Partner { get; init; } = "";
}
