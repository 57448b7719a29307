namespace EdgeService.Tests.Fuzzing;

/// <summary>Targets run one after the other, so that a long run takes one core.</summary>
[CollectionDefinition(Name)]
public sealed class OneByOne
{
    public const string Name = "fuzz";
}
