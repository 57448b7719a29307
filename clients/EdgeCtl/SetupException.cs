namespace EdgeCtl;

/// <summary>Something that must be there first is missing; <paramref name="advice"/> says how to get it.</summary>
internal sealed class SetupException(string message, string advice) : Exception(message)
{
    public string Advice { get; } = advice;
}
