using System.Linq.Expressions;
using System.Reflection;
using EdgeService.Core.Members;
using EdgeService.Operators;
using EdgeService.Terminals;
using Google.Protobuf;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Fuzzing;

/// <summary>The hand-written readers behind the generated parser, by the message they read.</summary>
internal static class RequestReaders
{
    /// <summary>Readers of one message each are found by their shape; those that need more are named.</summary>
    public static IReadOnlyDictionary<Type, Action<IMessage>> All { get; } = new[] { typeof(GrantChanges), typeof(MoneyChanges), typeof(LedgerReading) }
        .SelectMany(room => room.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(method => method.GetParameters() is [var one] && one.ParameterType.IsAssignableTo(typeof(IMessage)))
        .GroupBy(method => method.GetParameters()[0].ParameterType)
        .Select(readers => (readers.Key, Reader: InTurn(readers)))
        .Concat(Named())
        .ToDictionary(reader => reader.Key, reader => reader.Reader);

    private static Action<IMessage> InTurn(IEnumerable<MethodInfo> methods)
    {
        var readers = methods.Select(Compiled).ToArray();
        return message => Array.ForEach(readers, read => read(message));
    }

    private static Action<IMessage> Compiled(MethodInfo method)
    {
        var message = Expression.Parameter(typeof(IMessage));
        return Expression.Lambda<Action<IMessage>>(Expression.Call(method, Expression.Convert(message, method.GetParameters()[0].ParameterType)), message).Compile();
    }

    private static IEnumerable<(Type Key, Action<IMessage> Reader)> Named()
    {
        yield return Of<CheckEligibilityRequest>(request =>
        {
            var faults = default(FieldFaults);
            FieldReading.Floor(request.AtLeastAsFresh, ref faults);
            InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
            faults.ThrowIfAny();
        });
        yield return Of<BeginGrantRequest>(request =>
        {
            var faults = default(FieldFaults);
            FieldReading.RequestId(request.RequestId, ref faults);
            InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
            InquiryReading.Deposit(request.DepositPaid, ref faults);
            faults.ThrowIfAny();
        });
        yield return Of<RedeemTokenRequest>(request =>
        {
            var faults = default(FieldFaults);
            FieldReading.TokenText(request.TokenText, ref faults);
            FieldReading.Items(request.ItemRefs, "", ref faults);
            FieldReading.Attributes(request.Attributes, "", ref faults);
            faults.ThrowIfAny();
        });
        yield return Of<ReportOfflineClaimsRequest>(request => OfflineClaimReading.Read(request, 0));
        yield return Of<ListGrantsRequest>(request =>
        {
            var faults = default(FieldFaults);
            LedgerReading.Search(request, ref faults);
            faults.ThrowIfAny();
        });
        var changes = new ChangeReading(DateTimeOffset.UnixEpoch.AddYears(57), TryTagOf, TryAliasOf);
        yield return Of<ApplyChangesRequest>(request => changes.Read(request));
    }

    private static (Type Key, Action<IMessage> Reader) Of<T>(Action<T> read)
        where T : IMessage => (typeof(T), message => read((T)message));

    private static bool TryAliasOf(Core.Members.MemberRefKind kind, string partnerId, string number, out AliasTag alias)
    {
        alias = new((ulong)kind, (ulong)partnerId.Length);
        return number.Length is > 0 and <= 64;
    }

    private static bool TryTagOf(string memberId, out MemberTag member)
    {
        member = new(new((ulong)memberId.Length), 0);
        return memberId.Length is > 0 and <= 64;
    }
}
