using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgeService.Operators;

/// <summary>The descriptors of what is served, by file name and by symbol.</summary>
public sealed class Descriptors
{
    private readonly Dictionary<string, FileDescriptor> _byName = [];
    private readonly Dictionary<string, FileDescriptor> _bySymbol = [];

    public Descriptors(IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> services)
    {
        Services = [.. services.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        foreach (var service in services)
            AddFile(service.File);
    }

    /// <summary>Full names of the services, in order.</summary>
    public IReadOnlyList<string> Services { get; }

    public FileDescriptor? FileNamed(string name) => _byName.GetValueOrDefault(name);

    public FileDescriptor? FileDeclaring(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public bool HasMessage(string name) =>
        FileDeclaring(name) is { } file && file.FindTypeByName<MessageDescriptor>(LocalName(file, name)) is not null;

    /// <summary>The file and all it imports, serialized, the file itself first.</summary>
    public static IReadOnlyList<ByteString> Closure(FileDescriptor file)
    {
        var files = new List<FileDescriptor>();
        Collect(file, files);
        return [.. files.Select(one => one.SerializedData)];
    }

    private static void Collect(FileDescriptor file, List<FileDescriptor> files)
    {
        if (files.Contains(file))
            return;
        files.Add(file);
        foreach (var import in file.Dependencies)
            Collect(import, files);
    }

    private static string LocalName(FileDescriptor file, string name) => file.Package.Length == 0 ? name : name[(file.Package.Length + 1)..];

    private void AddFile(FileDescriptor file)
    {
        if (!_byName.TryAdd(file.Name, file))
            return;
        foreach (var service in file.Services)
        {
            _bySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
                _bySymbol[method.FullName] = file;
        }

        AddTypes(file.MessageTypes, file.EnumTypes, file);
        foreach (var import in file.Dependencies)
            AddFile(import);
    }

    private void AddTypes(IEnumerable<MessageDescriptor> messages, IEnumerable<EnumDescriptor> enums, FileDescriptor file)
    {
        foreach (var type in enums)
            _bySymbol[type.FullName] = file;
        foreach (var message in messages)
        {
            _bySymbol[message.FullName] = file;
            foreach (var field in message.Fields.InDeclarationOrder())
                _bySymbol[field.FullName] = file;
            AddTypes(message.NestedTypes, message.EnumTypes, file);
        }
    }
}
