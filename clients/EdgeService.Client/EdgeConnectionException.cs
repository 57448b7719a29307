namespace EdgeService.Client;

/// <summary>The connection cannot be set up as described; nothing was sent.</summary>
public sealed class EdgeConnectionException : Exception
{
    public EdgeConnectionException()
    {
    }

    public EdgeConnectionException(string message)
        : base(message)
    {
    }

    public EdgeConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
