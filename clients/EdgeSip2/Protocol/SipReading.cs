namespace EdgeSip2.Protocol;

/// <summary>What is wrong with a line, if anything.</summary>
internal enum SipFault
{
    None,

    /// <summary>The checksum does not fit: it was damaged on the way. Ask for it again.</summary>
    Damaged,

    /// <summary>The checksum fits or there is none, and yet it is no message that SIP2 knows.</summary>
    Unreadable,
}

/// <summary>Reads lines as SIP2 messages. Never throws: a kiosk may send anything.</summary>
internal static class SipReading
{
    private const int CodeLength = 2;
    private const int TagLength = 2;

    public static SipFault TryRead(string line, out SipMessage message)
    {
        message = new SipMessage("", "", [], null);
        var body = line;
        char? sequence = null;
        if (HasTail(line))
        {
            if (!SipChecksum.Fits(line))
                return SipFault.Damaged;
            sequence = line[^(SipChecksum.TailLength - TagLength)];
            body = line[..^SipChecksum.TailLength];
        }

        if (body.Length < CodeLength || SipLayout.FixedLengthOf(body[..CodeLength]) is not { } length || body.Length < CodeLength + length)
            return SipFault.Unreadable;
        if (!TryReadFields(body[(CodeLength + length)..], out var fields))
            return SipFault.Unreadable;
        message = new SipMessage(body[..CodeLength], body[CodeLength..(CodeLength + length)], fields, sequence);
        return SipFault.None;
    }

    /// <summary>Whether it ends as <c>AY</c> digit <c>AZ</c> and four characters.</summary>
    private static bool HasTail(string line) =>
        line.Length >= CodeLength + SipChecksum.TailLength
        && line[^9..^7] == SipTag.Sequence && char.IsAsciiDigit(line[^7]) && line[^6..^4] == SipTag.Checksum;

    /// <summary>The last field may lack its <c>|</c>, as some kiosks leave it out.</summary>
    private static bool TryReadFields(string text, out List<SipField> fields)
    {
        fields = [];
        foreach (var part in text.Split('|'))
        {
            if (part.Length == 0)
                continue;
            if (part.Length < TagLength || !part[..TagLength].All(char.IsAsciiLetterOrDigit))
                return false;
            fields.Add(new SipField(part[..TagLength], part[TagLength..]));
        }

        return true;
    }
}
