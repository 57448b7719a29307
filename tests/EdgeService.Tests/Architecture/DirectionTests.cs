namespace EdgeService.Tests.Architecture;

/// <summary>Rooms of the shell know each other in one direction only.</summary>
public sealed class DirectionTests
{
    private const string Shell = "EdgeService";
    private static readonly string[] Stores = ["Snapshots", "Catalog", "Ledger", "Signing", "Accesses"];
    private static readonly string[] Rim = ["Identity", "Faults", "Telemetry", "Audit"];

    private static readonly Dictionary<string, string[]> MayName = new()
    {
        ["Telemetry"] = [],
        ["Watching"] = [],
        ["Audit"] = ["Telemetry"],
        ["Faults"] = ["Telemetry"],
        ["Identity"] = ["Faults", "Telemetry", "Watching"],
        ["Snapshots"] = ["Telemetry", "Audit", "Watching"],
        ["Catalog"] = ["Telemetry", "Audit", "Watching"],
        ["Ledger"] = ["Telemetry", "Audit"],
        ["Signing"] = ["Telemetry", "Audit", "Watching"],
        ["Accesses"] = ["Telemetry", "Audit"],
        ["Flow"] = [.. Stores, .. Rim],
        ["Terminals"] = ["Flow", "Signing", .. Rim],
        ["Members"] = ["Flow", "Terminals", "Signing", .. Rim],
        ["Operators"] = ["Flow", "Terminals", "Signing", .. Rim],
        ["Doors"] = Rim,
        ["Direct"] = ["Terminals", "Flow", "Doors", .. Rim],
        ["Pages"] = ["Doors", .. Rim],
        ["Overview"] = ["Flow", "Doors", .. Rim],
        // These put things together before the start and know what they put together; nobody knows them but the top.
        ["Development"] = [.. Stores, "Telemetry"],
        ["Rekeying"] = ["Start", .. Stores],
        ["Start"] = ["Development", "Doors", .. Stores, .. Rim],
    };

    private static readonly string[] WireRooms = ["Terminals", "Direct", "Members", "Operators", "Faults"];

    private static readonly IReadOnlyList<(string From, Type Type, Type Used)> Uses =
    [
        .. typeof(EdgeApp).Assembly.GetTypes().SelectMany(type => TypeUses.Of(type).Select(used => (RoomOf(type), type, used))),
    ];

    [Fact]
    public void Every_room_has_a_place_in_the_direction()
    {
        var rooms = Uses.Select(use => use.From).Where(room => room.Length > 0).Distinct();
        Assert.Empty(rooms.Except(MayName.Keys));
    }

    [Fact]
    public void Rooms_name_only_those_they_stand_above()
    {
        var wrong = Uses.Where(use => use.From.Length > 0 && use.Used.Assembly == typeof(EdgeApp).Assembly && use.Used.Namespace?.StartsWith(Shell, StringComparison.Ordinal) == true)
            .Select(use => (use.From, To: RoomOf(use.Used), Text: $"{use.Type} names {use.Used}"))
            .Where(use => use.From != use.To && !MayName.GetValueOrDefault(use.From, []).Contains(use.To));
        Assert.Empty(wrong.Select(use => use.Text).Distinct());
    }

    [Fact]
    public void Wire_types_stay_in_the_endpoint_rooms()
    {
        var wrong = Uses.Where(use => !WireRooms.Contains(use.From) && use.Used.Assembly.GetName().Name is "EdgeService.Wire" or "Google.Protobuf");
        Assert.Empty(wrong.Where(use => !WireRooms.Contains(use.From)).Select(use => $"{use.Type} names {use.Used}").Distinct());
    }

    [Fact]
    public void Scan_sees_what_method_bodies_name() =>
        Assert.Contains(Uses, use => use.Type == typeof(Faults.FaultReply) && use.Used == typeof(Faults.FaultMapping));

    private static string RoomOf(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        var name = type.Namespace ?? "";
        return name.StartsWith(Shell + ".", StringComparison.Ordinal) ? name[(Shell.Length + 1)..].Split('.')[0] : "";
    }
}
