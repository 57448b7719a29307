using System.Collections.Frozen;

namespace EdgeService.Identity;

/// <summary>One row of the access table: a role at a method.</summary>
/// <param name="Role">Exactly one role.</param>
/// <param name="Reach">What its call can name, and how far. The flows enforce it, and a test tries all of it.</param>
/// <param name="IsAct">Whether the call is an administrative act, which the audit log has before it is answered.</param>
public sealed record AccessRow(CallerRole Role, FrozenDictionary<string, Reach> Reach, bool IsAct);

/// <summary>What the access table says of one method.</summary>
/// <param name="Rows">One for each role that may call it.</param>
public sealed record MethodAccess(IReadOnlyList<AccessRow> Rows)
{
    /// <summary>What a method has that is not in the table.</summary>
    public static MethodAccess Denied { get; } = new([]);

    /// <summary>Who may call it.</summary>
    public CallerRole Roles { get; } = Rows.Aggregate(CallerRole.None, (roles, row) => roles | row.Role);

    /// <summary>Whose calls of it are administrative acts.</summary>
    public CallerRole Acting { get; } = Rows.Where(row => row.IsAct).Aggregate(CallerRole.None, (roles, row) => roles | row.Role);
}
