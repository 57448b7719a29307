using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>Names the static method that binds a service; the generator puts it on each service base class.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class BindServiceMethodAttribute(
    [DynamicallyAccessedMembers(BindServiceMethodAttribute.BoundMembers)] Type bindType, string bindMethodName) : Attribute
{
    private const DynamicallyAccessedMemberTypes BoundMembers = DynamicallyAccessedMemberTypes.PublicMethods
        | DynamicallyAccessedMemberTypes.NonPublicMethods
        | DynamicallyAccessedMemberTypes.PublicProperties;

    [DynamicallyAccessedMembers(BoundMembers)]
    public Type BindType { get; } = bindType;

    public string BindMethodName { get; } = bindMethodName;
}
