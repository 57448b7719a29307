using System.Reflection;

namespace GrpcStandIns.Tests.Listing;

/// <summary>Writes types and parameters the way the listing does.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
    };

    /// <summary>Name with namespace, for the first line of a type.</summary>
    public static string Full(Type type) => $"{type.Namespace}.{Short(type)}";

    /// <summary>Name without namespace, with the types it is nested in and its type arguments.</summary>
    public static string Short(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return Short(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Short(underlying) + "?";
        if (type.IsGenericParameter || type.DeclaringType is null)
            return type.Name.Split('`')[0] + Arguments(type.GetGenericArguments());
        return $"{type.DeclaringType.Name.Split('`')[0]}.{type.Name.Split('`')[0]}{Arguments(type.GetGenericArguments())}";
    }

    /// <summary>Type arguments in angle brackets; nothing if there are none.</summary>
    public static string Arguments(Type[] arguments) =>
        arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Short))}>";

    /// <summary>Parameters in parentheses, with defaults.</summary>
    public static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(Parameter))})";

    /// <summary>One parameter, with its default.</summary>
    public static string Parameter(ParameterInfo parameter)
    {
        var modifier = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{modifier}{Short(parameter.ParameterType)} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
            return "";
        return parameter.RawDefaultValue switch
        {
            bool flag => flag ? " = true" : " = false",
            null when parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null => " = default",
            null => " = null",
            var value => $" = {value}",
        };
    }
}
