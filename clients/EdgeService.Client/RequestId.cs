namespace EdgeService.Client;

/// <summary>One id for one intent. Every repetition of a write must carry the same, and then takes effect once.</summary>
internal static class RequestId
{
    public static string OrNew(Guid? chosen) => (chosen ?? Guid.NewGuid()).ToString();
}
