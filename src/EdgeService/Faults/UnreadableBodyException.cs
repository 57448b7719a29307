namespace EdgeService.Faults;

/// <summary>The bytes of a request's body are not what its content type says: the caller's fault.</summary>
public sealed class UnreadableBodyException(string message) : IOException(message);
