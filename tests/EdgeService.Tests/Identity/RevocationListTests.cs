using System.Security.Cryptography.X509Certificates;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Identity;

/// <summary>What an authority says it has revoked, of every role.</summary>
public sealed class RevocationListTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private readonly X509Certificate2 _authority = TrialCertificates.Authority("CN=lists");

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Listed_certificate_is_refused_on_the_connection_it_has_whatever_its_role()
    {
        await using var edge = await RegisteredEdge.StartAsync();
        foreach (var (name, authority, pem) in new[] { ("bike-dock", "terminals-ca", false), ("member-app", "member-apps-ca", true), ("operator", "operators-ca", false), ("replica", "replicas-ca", true) })
        {
            var channel = edge.Host.As(name);
            Assert.Equal("", await HealthAsync(channel));
            using var signer = edge.Host.Authority(authority);
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(edge.Host.Home, "pki", name + ".pem"));
            TrialRevocations.Put(Path.Combine(edge.Host.Home, "pki", "revoked"), TrialRevocations.List(signer, 1, edge.Clock.Now.AddMinutes(-1), edge.Clock.Now.AddDays(1), certificate), pem);
            await UntilAsync(channel, "IDENTITY_REVOKED");
        }

        Assert.Equal("", await HealthAsync(edge.Host.As("library-kiosk")));
    }

    [Fact]
    public async Task List_past_its_time_is_gone_by_for_the_grace_and_then_nobody_of_its_authority_is_let_in()
    {
        await using var edge = await RegisteredEdge.StartAsync();
        var (dock, desk) = (edge.Host.As("bike-dock"), edge.Host.As("operator"));
        using var signer = edge.Host.Authority("terminals-ca");
        TrialRevocations.Put(Path.Combine(edge.Host.Home, "pki", "revoked"), TrialRevocations.List(signer, 1, edge.Clock.Now.AddMinutes(-1), edge.Clock.Now.AddDays(1)));
        var lists = edge.Host.Service<RevocationLists>();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (lists.All.Count == 0)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        edge.Clock.Now += TimeSpan.FromDays(4) - TimeSpan.FromSeconds(1);
        Assert.Equal("", await HealthAsync(dock));
        edge.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(("IDENTITY_UNVERIFIABLE", ""), (await HealthAsync(dock), await HealthAsync(desk)));
        TrialRevocations.Put(Path.Combine(edge.Host.Home, "pki", "revoked"), TrialRevocations.List(signer, 2, edge.Clock.Now.AddMinutes(-1), edge.Clock.Now.AddDays(1)));
        await UntilAsync(dock, "");
    }

    [Fact]
    public void List_that_could_not_be_read_once_is_said_once_and_read_when_it_can_be()
    {
        using var home = new TemporaryFolder();
        TrialRevocations.Put(home.At("revoked"), TrialRevocations.List(_authority, 1, Now, Now.AddDays(1)));
        var trust = new ClientTrust(new Dictionary<CallerRole, X509Certificate2Collection> { [CallerRole.Terminal] = [_authority] });
        var (lists, options) = (new RevocationLists(), Options.Create(new PkiOptions { RevocationFolder = home.At("revoked") }));
        using var watch = new RevocationWatch(lists, trust, options, TimeProvider.System, NullLogger<RevocationWatch>.Instance);
        using (File.Open(Directory.GetFiles(home.At("revoked"))[0], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Single(watch.Look());
            Assert.Empty(watch.Look());
        }

        Assert.Empty(lists.All);
        Assert.Empty(watch.Look());
        Assert.Single(lists.All);
    }

    [Fact]
    public void Start_names_every_list_that_is_none()
    {
        using var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        TrialRevocations.Put(home.At("pki/revoked"), "nonsense"u8.ToArray());
        TrialRevocations.Put(home.At("pki/revoked"), TrialRevocations.List(_authority, 1, Now, Now.AddDays(1)), pem: true);
        var faults = Assert.Throws<EdgeService.Start.StartFaultsException>(() => EdgeApp.Build(EdgeHost.SettingsOf(home))).Faults;
        Assert.Equal(2, faults.Count(fault => fault.StartsWith("Edge:Pki:RevocationFolder: ", StringComparison.Ordinal)));
        Assert.Contains(faults, fault => fault.Contains("CN=lists, which is no authority of any role here", StringComparison.Ordinal));
    }

    [Fact]
    public void List_reads_as_it_was_made()
    {
        using var revoked = TrialCertificates.Signed(_authority, []);
        var list = Assert.Single(RevocationList.ReadAll(TrialRevocations.List(_authority, 7, Now, Now.AddDays(1), revoked), [_authority]));
        Assert.Equal((7, Now, Now.AddDays(1)), ((int)list.Number, list.ThisUpdate, list.NextUpdate));
        Assert.Equal([SerialNumber.Of(revoked.SerialNumberBytes.Span)], list.Serials);
        Assert.Equal("CN=lists", list.Name);
    }

    [Fact]
    public void List_that_another_key_has_signed_under_the_same_name_is_refused()
    {
        using var impostor = TrialCertificates.Authority("CN=lists");
        Assert.Contains("was not signed by", Refusal(TrialRevocations.List(impostor, 1, Now, Now.AddDays(1))), StringComparison.Ordinal);
    }

    [Fact]
    public void List_cut_short_or_changed_anywhere_is_refused()
    {
        using var revoked = TrialCertificates.Signed(_authority, []);
        var list = TrialRevocations.List(_authority, 1, Now, Now.AddDays(1), revoked);
        for (var place = 1; place < list.Length; place++)
        {
            Assert.False(Reads(list[..place]), $"cut short at {place} of {list.Length}");
            var changed = (byte[])list.Clone();
            changed[place] ^= 1;
            Assert.False(Reads(changed), $"changed at {place} of {Convert.ToHexString(list)}");
        }
    }

    [Fact]
    public void Older_list_does_not_take_the_place_of_a_newer_one()
    {
        var lists = new RevocationLists();
        var (first, second) = (Read(1, Now), Read(2, Now.AddHours(1)));
        Assert.True(lists.Put(second));
        Assert.False(lists.Put(Read(2, Now.AddHours(1))));
        Assert.Contains("is older than", Assert.Throws<FormatException>(() => lists.Put(first)).Message, StringComparison.Ordinal);
        Assert.Equal((1, second), (lists.Version, Assert.Single(lists.All)));
    }

    private static async Task<string> HealthAsync(GrpcChannel channel)
    {
        try
        {
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
            return "";
        }
        catch (RpcException refused)
        {
            return refused.Trailers.GetValue("perks-error-reason") ?? refused.StatusCode.ToString();
        }
    }

    private static async Task UntilAsync(GrpcChannel channel, string expected)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await HealthAsync(channel) != expected)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private RevocationList Read(int number, DateTimeOffset made) => RevocationList.ReadAll(TrialRevocations.List(_authority, number, made, made.AddDays(1)), [_authority])[0];

    private bool Reads(byte[] list)
    {
        try
        {
            return RevocationList.ReadAll(list, [_authority]).Count > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private string Refusal(byte[] list) => Assert.Throws<FormatException>(() => RevocationList.ReadAll(list, [_authority])).Message;
}
