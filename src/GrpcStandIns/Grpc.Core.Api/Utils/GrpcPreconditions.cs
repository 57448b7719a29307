namespace Grpc.Core.Utils;

/// <summary>Argument and state checks, with the exception types that the gRPC API promises.</summary>
public static class GrpcPreconditions
{
    /// <summary>Throws <see cref="ArgumentException"/> unless the condition holds.</summary>
    public static void CheckArgument(bool condition)
    {
        if (!condition)
            throw new ArgumentException(null);
    }

    /// <inheritdoc cref="CheckArgument(bool)"/>
    public static void CheckArgument(bool condition, string errorMessage)
    {
        if (!condition)
            throw new ArgumentException(errorMessage);
    }

    /// <summary>The reference itself; throws <see cref="ArgumentNullException"/> if it is null.</summary>
    public static T CheckNotNull<T>(T reference) => reference ?? throw new ArgumentNullException(paramName: null);

    /// <inheritdoc cref="CheckNotNull{T}(T)"/>
    public static T CheckNotNull<T>(T reference, string paramName) => reference ?? throw new ArgumentNullException(paramName);

    /// <summary>Throws <see cref="InvalidOperationException"/> unless the condition holds.</summary>
    public static void CheckState(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException();
    }

    /// <inheritdoc cref="CheckState(bool)"/>
    public static void CheckState(bool condition, string errorMessage)
    {
        if (!condition)
            throw new InvalidOperationException(errorMessage);
    }
}
