namespace EdgeSip2.Protocol;

/// <summary>One variable field: its two-letter tag and what stands before the next <c>|</c>.</summary>
internal readonly record struct SipField(string Tag, string Value);
