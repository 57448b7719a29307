using System.Globalization;
using System.Reflection;

namespace GrpcStandIns.Tests.Listing;

/// <summary>Describes the public surface of an assembly line by line, as the listing does.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>One line for each type and one for each member, which begins with its type's line.</summary>
    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetTypes()
        .Where(IsSeen)
        .SelectMany(type => Members(type).Select(member => $"{Head(type)} | {member}").Prepend(Head(type)));

    /// <summary>The same lines, of one assembly's part of a listing file.</summary>
    public static IEnumerable<string> Read(string path, string assembly)
    {
        var head = "";
        var part = File.ReadLines(path).SkipWhile(line => line != $"# {assembly}").Skip(1).TakeWhile(line => !line.StartsWith('#'));
        foreach (var line in part)
        {
            var isMember = line.StartsWith("  ", StringComparison.Ordinal);
            head = isMember ? head : line;
            yield return isMember ? $"{head} | {line[2..]}" : head;
        }
    }

    private static bool IsSeen(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsSeen(type.DeclaringType!)
        : type.IsPublic;

    private static bool IsSeen(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Head(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {ApiNames.Short(invoke.ReturnType)} {ApiNames.Full(type)}{ApiNames.Parameters(invoke)}";
        }

        var bases = Bases(type).Select(ApiNames.Short).ToArray();
        return $"{Kind(type)} {ApiNames.Full(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum)
            return [];
        var parent = type.BaseType is { } own && own != typeof(object) && own != typeof(ValueType) ? own : null;
        var interfaces = type.GetInterfaces().Except(parent?.GetInterfaces() ?? []);
        return parent is null ? interfaces : interfaces.Prepend(parent);
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return [];
        if (type.IsEnum)
            return [string.Join(", ", Enum.GetValues(type).Cast<object>().Select(Value))];
        return type.GetConstructors(Declared).Where(IsSeen).Select(ctor => $"{Modifiers(ctor)}ctor{ApiNames.Parameters(ctor)}")
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(Field))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsSeen)).Select(Property))
            .Concat(type.GetMethods(Declared).Where(method => IsSeen(method) && !method.IsSpecialName).Select(Method));
    }

    private static string Value(object value) => $"{value}={Convert.ToInt32(value, CultureInfo.InvariantCulture)}";

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {ApiNames.Short(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}"
        : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{ApiNames.Short(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"{property.Name}[{string.Join(", ", index.Select(ApiNames.Parameter))}]";
        var accessors = (IsSeen(property.GetMethod) ? "get; " : "") + (IsSeen(property.SetMethod) ? "set; " : "");
        var modifiers = Modifiers(property.GetAccessors(true).First(IsSeen));
        return $"{modifiers}{ApiNames.Short(property.PropertyType)} {name} {{ {accessors}}}";
    }

    private static string Method(MethodInfo method)
    {
        var name = method.Name + ApiNames.Arguments(method.GetGenericArguments());
        return $"{Modifiers(method)}{ApiNames.Short(method.ReturnType)} {name}{ApiNames.Parameters(method)}";
    }

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic)
            return access + "static ";
        if (method.DeclaringType!.IsInterface || !method.IsVirtual || (method.IsFinal && IsNewSlot(method)))
            return access;
        if (method.IsAbstract)
            return access + "abstract ";
        return access + (IsNewSlot(method) ? "virtual " : "override ");
    }

    private static bool IsNewSlot(MethodBase method) => method.Attributes.HasFlag(MethodAttributes.NewSlot);
}
