using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Identity;

/// <summary>From a terminal's key to a certificate, to the next one, to its end.</summary>
public sealed class EnrolmentTests : IAsyncLifetime
{
    private RegisteredEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await RegisteredEdge.StartAsync();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Enrolled_terminal_calls_as_itself_whatever_its_request_said_of_it()
    {
        using var certificate = await _edge.EnrolAsync();
        Assert.Equal(["urn:perks:terminal:citybike:central-park:dock-1"], CertificateNames.Uris(certificate));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(_edge.Clock.Now.UtcDateTime.AddDays(30), certificate.NotAfter.ToUniversalTime(), TimeSpan.FromSeconds(1));
        Assert.Equal("", await RegisteredEdge.CallAsync(_edge.Host.As(certificate)));
        var kept = Assert.Single((await _edge.ShowAsync()).Certificates);
        Assert.Equal((SerialNumber.Of(certificate.SerialNumberBytes.Span), CertificateState.Good), (kept.Serial, kept.State));
    }

    [Fact]
    public async Task Same_request_gets_the_same_certificate_and_another_under_its_id_none()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new EnrolTerminalRequest { RequestId = RegisteredEdge.NewId(), Terminal = RegisteredEdge.Dock, CertificateSigningRequest = RegisteredEdge.Request(key) };
        var first = await _edge.Terminals.EnrolTerminalAsync(request);
        Assert.Equal(first, await _edge.Terminals.EnrolTerminalAsync(request));
        request.Terminal = "citylib:main-library:kiosk-1";
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), await TerminalStandingTests.FaultAsync(async () => await _edge.Terminals.EnrolTerminalAsync(request)));
        Assert.Single((await _edge.ShowAsync()).Certificates);
    }

    [Theory]
    [InlineData("not a request")]
    [InlineData("signed by another key")]
    [InlineData("RSA")]
    [InlineData("a curve of no use")]
    public async Task Request_that_cannot_be_granted_is_refused_and_nothing_is_kept(string what)
    {
        var fault = await TerminalStandingTests.FaultAsync(async () => await _edge.Terminals.EnrolTerminalAsync(
            new() { RequestId = RegisteredEdge.NewId(), Terminal = RegisteredEdge.Dock, CertificateSigningRequest = Faulty(what) }));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), fault);
        Assert.Equal(TerminalState.Unenrolled, (await _edge.ShowAsync()).State);
    }

    [Fact]
    public async Task Renewed_certificate_takes_the_place_of_the_old_one_after_the_overlap_on_open_connections_too()
    {
        _edge.Clock.Now -= TimeSpan.FromHours(2); // Handshakes go by the machine's own clock: nothing may begin after that.
        var old = _edge.Host.As("bike-dock"); // Of the terminals' authority, and not known to the register before.
        using var renewed = await RegisteredEdge.RenewAsync(old);
        var next = _edge.Host.As(renewed);
        _edge.Clock.Now += TimeSpan.FromMinutes(59);
        Assert.Equal(("", ""), (await RegisteredEdge.CallAsync(old), await RegisteredEdge.CallAsync(next)));
        _edge.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(("IDENTITY_REVOKED", ""), (await RegisteredEdge.CallAsync(old), await RegisteredEdge.CallAsync(next)));
        Assert.Equal((StatusCode.PermissionDenied, "IDENTITY_REVOKED"), await TerminalStandingTests.FaultAsync(() => RegisteredEdge.RenewAsync(old)));
        using var second = await RegisteredEdge.RenewAsync(next);
        Assert.Equal("", await RegisteredEdge.CallAsync(_edge.Host.As(second)));
        Assert.Equal(
            [CertificateState.Ended, CertificateState.Superseded, CertificateState.Good],
            (await _edge.ShowAsync()).Certificates.OrderBy(one => one.GoodUntilTime.ToDateTimeOffset()).Select(one => one.State));
    }

    [Fact]
    public async Task Terminal_that_renews_without_end_is_told_when_to_come_again()
    {
        using var certificate = await _edge.EnrolAsync();
        var dock = _edge.Host.As(certificate);
        for (var renewal = 1; renewal < Core.Registration.Registering.MostADay; renewal++)
            (await RegisteredEdge.RenewAsync(dock)).Dispose();
        Assert.Equal((StatusCode.ResourceExhausted, "CALLER_LIMIT"), await TerminalStandingTests.FaultAsync(() => RegisteredEdge.RenewAsync(dock)));
        Assert.Equal(Core.Registration.Registering.MostADay, (await _edge.ShowAsync()).Certificates.Count);
        Assert.Equal("", await RegisteredEdge.CallAsync(dock));
    }

    [Fact]
    public async Task Certificate_that_ends_while_its_connection_is_open_ends_its_calls()
    {
        using var certificate = await _edge.EnrolAsync();
        var dock = _edge.Host.As(certificate);
        Assert.Equal("", await RegisteredEdge.CallAsync(dock));
        _edge.Clock.Now += TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1);
        Assert.Equal("IDENTITY_MISSING", await RegisteredEdge.CallAsync(dock));
    }

    [Fact]
    public async Task Renewal_needs_a_new_key_a_certificate_and_a_terminal()
    {
        using var certificate = await _edge.EnrolAsync();
        var identity = new TerminalIdentityService.TerminalIdentityServiceClient(_edge.Host.As(certificate));
        var same = new RenewCertificateRequest { RequestId = RegisteredEdge.NewId(), CertificateSigningRequest = RegisteredEdge.Request(certificate.GetECDsaPrivateKey()!) };
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), await TerminalStandingTests.FaultAsync(async () => await identity.RenewCertificateAsync(same)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new RenewCertificateRequest { RequestId = RegisteredEdge.NewId(), CertificateSigningRequest = RegisteredEdge.Request(key) };
        var plain = new TerminalIdentityService.TerminalIdentityServiceClient(_edge.Host.Plaintext());
        var named = new CallOptions(new Metadata { { "x-edge-terminal", RegisteredEdge.Dock } });
        Assert.Equal((StatusCode.Unauthenticated, "IDENTITY_MISSING"), await TerminalStandingTests.FaultAsync(async () => await plain.RenewCertificateAsync(request, named)));
        var operators = new TerminalIdentityService.TerminalIdentityServiceClient(_edge.Host.As("operator"));
        Assert.Equal((StatusCode.PermissionDenied, "METHOD_NOT_ALLOWED"), await TerminalStandingTests.FaultAsync(async () => await operators.RenewCertificateAsync(request)));
    }

    [Fact]
    public async Task Deployment_that_requires_registration_knows_enrolled_terminals_only()
    {
        await using var strict = await RegisteredEdge.StartAsync("--Edge:Pki:RequireRegistered=true");
        Assert.Equal("IDENTITY_UNKNOWN", await RegisteredEdge.CallAsync(strict.Host.As("bike-dock")));
        using var certificate = await strict.EnrolAsync();
        Assert.Equal("", await RegisteredEdge.CallAsync(strict.Host.As(certificate)));
        Assert.Equal("IDENTITY_UNKNOWN", await RegisteredEdge.CallAsync(strict.Host.As("bike-dock")));
    }

    [Fact]
    public async Task Edge_without_the_issuing_key_says_so_and_does_all_else()
    {
        await using var other = await RegisteredEdge.StartAsync("--Edge:Pki:IssuingKeyFile=", "--Edge:Pki:IssuingCertificateFile=");
        Assert.Equal((StatusCode.FailedPrecondition, "ISSUING_UNAVAILABLE"), await TerminalStandingTests.FaultAsync(() => other.EnrolAsync()));
        await other.SuspendAsync();
        Assert.Equal("IDENTITY_SUSPENDED", await RegisteredEdge.CallAsync(other.Host.As("bike-dock")));
    }

    [Theory]
    [InlineData("operators-ca", "stands behind")]
    [InlineData("missing", "does not exist")]
    public void Issuing_key_that_would_make_nobodys_certificates_is_a_fault_of_the_start(string name, string said)
    {
        using var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        string[] settings = [$"--Edge:Pki:IssuingCertificateFile={home.At($"pki/{name}.pem")}", $"--Edge:Pki:IssuingKeyFile={home.At($"pki/{name}.key")}"];
        var faults = Assert.Throws<EdgeService.Start.StartFaultsException>(() => EdgeApp.Build([.. EdgeHost.SettingsOf(home), .. settings])).Faults;
        Assert.Contains(faults, fault => fault.StartsWith("Edge:Pki:Issuing", StringComparison.Ordinal) && fault.Contains(said, StringComparison.Ordinal));
    }

    private static string Faulty(string what)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        using var other = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        return what switch
        {
            "RSA" => new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(),
            "a curve of no use" => new CertificateRequest("CN=x", other, HashAlgorithmName.SHA256).CreateSigningRequestPem(),
            "signed by another key" => Damaged(RegisteredEdge.Request(key)),
            _ => what,
        };
    }

    /// <summary>One bit of the signature turned.</summary>
    private static string Damaged(string pem)
    {
        var found = PemEncoding.Find(pem);
        var der = Convert.FromBase64String(pem[found.Base64Data]);
        der[^1] ^= 1;
        return PemEncoding.WriteString("CERTIFICATE REQUEST", der);
    }
}
