namespace EdgeService.Building.Journals;

/// <summary>Another process, or another part of this one, has the journal open.</summary>
public sealed class JournalHeldException(string path, Exception inner)
    : IOException($"{path} is in use by another process. Stop that one, or give this one a folder of its own.", inner)
{
    public string Path { get; } = path;
}
