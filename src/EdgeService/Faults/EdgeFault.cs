namespace EdgeService.Faults;

/// <summary>A call that cannot be answered. A refused perk is no fault but a decision.</summary>
/// <param name="Reason">For programs.</param>
/// <param name="Message">What is wrong and what to do next, in English and without personal data.</param>
public sealed record EdgeFault(FaultReason Reason, string Message)
{
    /// <summary>Every field that is wrong; empty unless the reason is <see cref="FaultReason.FieldInvalid"/>.</summary>
    public IReadOnlyList<FieldFault> Fields { get; init; } = [];

    /// <summary>How long to wait before trying again; null where waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static EdgeFault Invalid(params IReadOnlyList<FieldFault> fields) =>
        new(FaultReason.FieldInvalid, string.Join(" ", fields.Select(field => $"{field.Field}: {field.Message}"))) { Fields = fields };

    public static EdgeFault Invalid(string field, string message) => Invalid(new FieldFault(field, message));
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Path in the request, such as <c>inquiry.member_ref.value</c>.</param>
/// <param name="Message">What it must be.</param>
public sealed record FieldFault(string Field, string Message);
