using System.Text;

namespace EdgeSip2.Protocol;

/// <summary>Writes messages as lines, with error detection where the message carries a sequence digit.</summary>
internal static class SipWriting
{
    public static string Write(SipMessage message)
    {
        var line = new StringBuilder(message.Code).Append(message.Fixed);
        foreach (var field in message.Fields)
        {
            line.Append(field.Tag).Append(field.Value).Append('|');
        }

        if (message.Sequence is not { } sequence)
            return line.ToString();
        line.Append(SipTag.Sequence).Append(sequence).Append(SipTag.Checksum);
        return line.Append(SipChecksum.Of(line.ToString())).ToString();
    }
}
