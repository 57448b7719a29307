using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeService.Client;

/// <summary>The retry policy, laid on exactly the unary methods of the contracts: a stream is the caller's to open again.</summary>
internal static class RetryPolicies
{
    private static readonly ServiceDescriptor[] Services =
    [
        EligibilityService.Descriptor, TokenService.Descriptor, GrantService.Descriptor, MembershipService.Descriptor,
        LedgerService.Descriptor, SnapshotService.Descriptor,
    ];

    private static readonly FrozenSet<(string Service, string Method)> Safe = UnaryMethods().Select(method => (method.Service.FullName, method.Name)).ToFrozenSet();

    /// <summary>Whether a call may be sent again when its answer was lost: of these contracts every unary one, for reads write nothing and writes carry a request id.</summary>
    public static bool IsSafe(string service, string method) => Safe.Contains((service, method));

    public static ServiceConfig? For(RetryOptions options)
    {
        if (options.MaxAttempts <= 1)
        {
            return null;
        }

        var unary = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = options.MaxAttempts,
                InitialBackoff = options.InitialBackoff,
                MaxBackoff = options.MaxBackoff,
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in UnaryMethods())
        {
            unary.Names.Add(new MethodName { Service = method.Service.FullName, Method = method.Name });
        }

        return new ServiceConfig { MethodConfigs = { unary } };
    }

    private static IEnumerable<MethodDescriptor> UnaryMethods() =>
        Services.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming && !method.IsServerStreaming);
}
