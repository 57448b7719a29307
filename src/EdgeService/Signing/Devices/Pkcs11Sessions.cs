using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using ISession = Net.Pkcs11Interop.HighLevelAPI.ISession;

namespace EdgeService.Signing.Devices;

/// <summary>
/// Sessions on one token of a hardware module, logged in, each used by one thread at a time. A vendor's library is loaded once a process and stays:
/// finishing it would end the sessions of other keys.
/// </summary>
internal sealed class Pkcs11Sessions(Pkcs11Place place) : IDisposable
{
    public static readonly Pkcs11InteropFactories Factories = new();
    private static readonly ConcurrentDictionary<string, Lazy<IPkcs11Library>> Loaded = new();
    private readonly ConcurrentBag<ISession> _idle = [];

    /// <summary>The wrapper asks for <c>libdl</c>, a name that the C library has no file of since its version 2.34.</summary>
    static Pkcs11Sessions() => NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, static (name, _, _) =>
        name == "libdl" && (NativeLibrary.TryLoad("libdl.so.2", out var library) || NativeLibrary.TryLoad("libc.so.6", out library)) ? library : 0);

    /// <summary>Does something in a session; once more in a new one when an old one had died, as after the device was started anew.</summary>
    /// <exception cref="CryptographicException">The device cannot be used; the message has no secret.</exception>
    public T Use<T>(Func<ISession, T> use)
    {
        for (var fresh = false; ; fresh = true)
        {
            try
            {
                if (!fresh && _idle.TryTake(out var idle))
                    return Run(idle, use);
                fresh = true;
                return Run(Open(), use);
            }
            catch (Pkcs11Exception) when (!fresh)
            {
                Dispose();
            }
            catch (Exception fault) when (fault is Pkcs11Exception or UnmanagedException or LibraryArchitectureException or UnsupportedPlatformException)
            {
                throw new CryptographicException($"token {place.Token} of {place.Module} cannot be used: {fault.Message}", fault);
            }
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private T Run<T>(ISession session, Func<ISession, T> use)
    {
        try
        {
            var result = use(session);
            _idle.Add(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private ISession Open()
    {
        var library = Loaded.GetOrAdd(place.Module, static path => new(() => Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded))).Value;
        var slot = library.GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => slot.GetTokenInfo().Label.TrimEnd() == place.Token)
            ?? throw new CryptographicException($"{place.Module} has no token {place.Token}");
        var session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            LogIn(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>All sessions of a process on a token are logged in together.</summary>
    private void LogIn(ISession session)
    {
        var pin = PrivateFile.Read(place.PinFile);
        try
        {
            session.Login(CKU.CKU_USER, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(pin).TrimEnd('\r', '\n')));
        }
        catch (Pkcs11Exception already) when (already.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // By another session.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pin);
        }
    }
}
