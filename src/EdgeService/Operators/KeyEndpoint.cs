using System.Collections.Frozen;
using EdgeService.Audit;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>perks.admin.v1.KeyService: reads, calls the flow, writes.</summary>
public sealed class KeyEndpoint(KeyFlow keys) : KeyService.KeyServiceBase
{
    private const int LongestVenue = 65;
    private const int MostNames = 1000;
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(366);
    private static readonly TimeSpan LongestTerm = TimeSpan.FromDays(3660);

    public override Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context) => Task.FromResult(KeyWriting.Write(keys.List()));

    public override Task<PrepareKeyResponse> PrepareKey(PrepareKeyRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var scope = ScopeOf(request.Scope ?? new(), ref faults);
        faults.ThrowIfAny();
        var key = keys.Prepare(CallerIdentity.Of(context), scope);
        AuditSubject.Of(context.GetHttpContext())?.Say($"key:{key.Key.Id}");
        return Task.FromResult(new PrepareKeyResponse { Key = KeyWriting.Write(key) });
    }

    public override Task<PublishKeyResponse> PublishKey(PublishKeyRequest request, ServerCallContext context)
    {
        var (key, usable) = keys.Publish(CallerIdentity.Of(context), IdOf(request.KeyId, context));
        return Task.FromResult(new PublishKeyResponse { Key = KeyWriting.Write(key), UsableTime = usable.ToTimestamp() });
    }

    public override Task<UseKeyResponse> UseKey(UseKeyRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var id = IdOf(request.KeyId, context, ref faults);
        var signFor = SpanOf(request.SignFor, LongestTerm, "sign_for", ref faults);
        faults.ThrowIfAny();
        return Task.FromResult(new UseKeyResponse { Key = KeyWriting.Write(keys.Use(CallerIdentity.Of(context), id, signFor)) });
    }

    public override Task<RetireKeyResponse> RetireKey(RetireKeyRequest request, ServerCallContext context) =>
        Task.FromResult(new RetireKeyResponse { Key = KeyWriting.Write(keys.Retire(CallerIdentity.Of(context), IdOf(request.KeyId, context))) });

    public override Task<RemoveKeyResponse> RemoveKey(RemoveKeyRequest request, ServerCallContext context)
    {
        keys.Remove(CallerIdentity.Of(context), IdOf(request.KeyId, context));
        return Task.FromResult(new RemoveKeyResponse());
    }

    public override Task<CompromiseKeyResponse> CompromiseKey(CompromiseKeyRequest request, ServerCallContext context)
    {
        var response = new CompromiseKeyResponse();
        response.Keys.Add(keys.Compromise(CallerIdentity.Of(context), IdOf(request.KeyId, context)).Select(KeyWriting.Write));
        return Task.FromResult(response);
    }

    private static KeyId IdOf(ByteString bytes, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var id = IdOf(bytes, context, ref faults);
        faults.ThrowIfAny();
        return id;
    }

    private static KeyId IdOf(ByteString bytes, ServerCallContext context, ref FieldFaults faults)
    {
        faults.Require(bytes.Length == KeyId.Size, "", "key_id", $"required: the {KeyId.Size} bytes of the key's id");
        var id = bytes.Length == KeyId.Size ? KeyId.Read(bytes.Span) : default;
        AuditSubject.Of(context.GetHttpContext())?.Say($"key:{id}");
        return id;
    }

    private static Core.Tokens.KeyScope ScopeOf(Perks.Admin.V1.KeyScope scope, ref FieldFaults faults)
    {
        faults.Require(scope.Venues.Count <= MostNames && scope.Venues.All(IsVenue), "scope.", "venues", "each must be partner:venue; at most 1000");
        faults.Require(
            scope.PerkCodes.Count <= MostNames && scope.PerkCodes.All(code => code is > 0 and <= ushort.MaxValue), "scope.", "perk_codes", "each must be 1 to 65535; at most 1000");
        var lifetime = SpanOf(scope.MaxLifetime, LongestLifetime, "scope.max_lifetime", ref faults);
        return new(
            scope.PerkCodes.Count == 0 ? null : scope.PerkCodes.Select(code => (ushort)code).ToFrozenSet(),
            scope.Venues.Count == 0 ? null : scope.Venues.ToFrozenSet(),
            lifetime ?? Core.Tokens.KeyScope.Everything.MaxLifetime);
    }

    private static bool IsVenue(string venue) =>
        venue.Length <= LongestVenue && venue.Split(':') is [{ Length: > 0 }, { Length: > 0 }] && !venue.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    private static TimeSpan? SpanOf(Duration? duration, TimeSpan most, string field, ref FieldFaults faults)
    {
        if (duration is null)
            return null;
        var whole = duration.Nanos == 0 && duration.Seconds > 0 && duration.Seconds <= most.TotalSeconds;
        faults.Require(whole, "", field, $"must be whole seconds, 1 to {most.TotalSeconds:0}");
        return whole ? TimeSpan.FromSeconds(duration.Seconds) : null;
    }
}
