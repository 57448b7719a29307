namespace EdgeService.Signing;

/// <summary>A key or secret that cannot be used. The message names the file and the remedy, and no secret; the host stops with it at start.</summary>
public sealed class KeyMaterialException(string message, Exception? cause = null) : Exception(message, cause);
