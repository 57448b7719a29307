namespace EdgeService.Signing.Devices;

/// <summary>Where in a hardware module a key lies, as key files and settings write it: <c>module=…; token=…; object=…; pin-file=…</c>.</summary>
/// <param name="Module">Path of the vendor's PKCS#11 library.</param>
/// <param name="Token">Label of the token.</param>
/// <param name="Object">Label of the private key; empty where one is to be made.</param>
/// <param name="PinFile">File with the user's PIN, mode 0600.</param>
internal sealed record Pkcs11Place(string Module, string Token, string Object, string PinFile)
{
    /// <exception cref="FormatException">Something is missing.</exception>
    public static Pkcs11Place Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(part => part[0], part => part.Length == 2 ? part[1] : "");
        return parts.TryGetValue("module", out var module) && parts.TryGetValue("token", out var token) && parts.TryGetValue("pin-file", out var pin)
            ? new(module, token, parts.GetValueOrDefault("object", ""), pin)
            : throw new FormatException("a place in a module is written module=PATH; token=LABEL; object=LABEL; pin-file=PATH");
    }

    public override string ToString() => $"module={Module}; token={Token}; object={Object}; pin-file={PinFile}";
}
