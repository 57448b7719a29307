namespace EdgeService.Core.Tests.Architecture;

/// <summary>
/// The types and members that may be used. A line is <c>Namespace.*</c>, a type with all its members, or a type with the listed
/// members only: <c>Type: member member</c>, where <c>op_*</c> stands for every operator. <c>!Type: member</c> takes one out again.
/// </summary>
public sealed class AllowList
{
    private readonly HashSet<string> _namespaces = [];
    private readonly Dictionary<string, string[]?> _types = [];
    private readonly HashSet<string> _denied = [];

    public AllowList(IEnumerable<string> lines)
    {
        foreach (var line in lines.Where(line => line.Length > 0 && !line.StartsWith('#')))
            Add(line);
    }

    public bool Allows(string type) => _types.ContainsKey(type) || _namespaces.Contains(type[..type.LastIndexOf('.')]);

    public bool Allows(string type, string member) => Allows(type) && !_denied.Contains($"{type}: {member}")
        && (!_types.TryGetValue(type, out var members) || members is null || members.Contains(member)
            || (member.StartsWith("op_", StringComparison.Ordinal) && members.Contains("op_*")));

    private void Add(string line)
    {
        if (line.StartsWith('!'))
            _denied.Add(line[1..]);
        else if (line.EndsWith(".*", StringComparison.Ordinal))
            _namespaces.Add(line[..^2]);
        else if (line.Split(": ") is [var type, var members])
            _types.Add(type, members.Split(' '));
        else
            _types.Add(line, null);
    }
}
