namespace EdgeSip2.Protocol;

/// <summary>
/// One SIP2 message, without its line end. Characters are bytes (Latin-1), so that what is passed on is passed on unchanged, whatever its
/// encoding; <see cref="SipText"/> reads and writes text.
/// </summary>
/// <param name="Code">Message identifier, two digits.</param>
/// <param name="Fixed">The fixed fields, exactly as long as the identifier demands.</param>
/// <param name="Fields">The tagged fields, in their order; the error detection is not among them.</param>
/// <param name="Sequence">The digit of the error detection; null where the message carries none.</param>
internal sealed record SipMessage(string Code, string Fixed, IReadOnlyList<SipField> Fields, char? Sequence)
{
    /// <summary>The first field with that tag; empty where there is none.</summary>
    public string this[string tag] => Fields.FirstOrDefault(field => field.Tag == tag).Value ?? "";

    public bool Has(string tag) => Fields.Any(field => field.Tag == tag);

    /// <summary>The message with that field changed in its place, or added at the end.</summary>
    public SipMessage With(string tag, string value) => Has(tag)
        ? this with { Fields = [.. Fields.Select(field => field.Tag == tag ? new SipField(tag, value) : field)] }
        : Adding(tag, value);

    /// <summary>The message with one field more: screen messages may stand several times.</summary>
    public SipMessage Adding(string tag, string value) => this with { Fields = [.. Fields, new SipField(tag, value)] };

    /// <summary>The message with <paramref name="text"/> in place of what stands at <paramref name="at"/> of the fixed fields.</summary>
    public SipMessage WithFixed(int at, string text) => this with { Fixed = Fixed[..at] + text + Fixed[(at + text.Length)..] };
}
