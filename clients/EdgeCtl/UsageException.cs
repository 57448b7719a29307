namespace EdgeCtl;

/// <summary>The command cannot be carried out as written; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
