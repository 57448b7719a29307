using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

/// <summary>Secrets are changed with overlap: what was sealed before opens, what is sealed now is sealed anew, names stay.</summary>
public sealed class SecretVersionsTests : IDisposable
{
    private static readonly MemberKey Member = new(0x0123_4567_89AB_CDEF);
    private readonly KeyFolder _folder = new();

    public SecretVersionsTests() => DeploymentSecrets.CreateMissing(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_sealed_before_opens_and_what_is_sealed_now_needs_the_new_version()
    {
        using var before = new Sealed(_folder.Path);
        var (grant, token) = (before.Seals.SealGrant(Member, 7), before.Claims());
        Add("seal.2.key");
        using var after = new Sealed(_folder.Path);
        Assert.True(after.Opens(grant, token));
        Assert.True(after.OpensOwn());
        Assert.False(before.Opens(after.Seals.SealGrant(Member, 7), after.Claims()));
        File.Delete(Path.Combine(_folder.Path, "seal.key"));
        using var later = new Sealed(_folder.Path);
        Assert.False(later.Opens(grant, token));
        Assert.True(later.OpensOwn());
    }

    [Fact]
    public void Edges_are_given_the_new_version_first_and_seal_with_it_after()
    {
        Add("seal.2.key");
        using var reading = new Sealed(_folder.Path, sealWith: 1);
        using var sealing = new Sealed(_folder.Path, sealWith: 2);
        Assert.True(reading.Opens(sealing.Seals.SealGrant(Member, 7), sealing.Claims()));
        Assert.True(sealing.Opens(reading.Seals.SealGrant(Member, 7), reading.Claims()));
        File.Delete(Path.Combine(_folder.Path, "seal.2.key"));
        using var old = new Sealed(_folder.Path);
        Assert.True(old.Opens(reading.Seals.SealGrant(Member, 7), reading.Claims()));
        Assert.Contains("SealWith", Assert.Throws<KeyMaterialException>(() => DeploymentSecrets.Load(_folder.Path, sealWith: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_stay_when_the_seal_changes_and_when_its_first_version_goes()
    {
        string[] NamesNow()
        {
            using var now = new Sealed(_folder.Path);
            return [now.Seals.PseudonymOf(Member, "citybike"), $"{now.Seals.TokenIdOf("a caller", Guid.Empty, [1])}", Convert.ToHexString(now.Seals.DigestOf("a method", [1]))];
        }

        var before = NamesNow();
        Add("seal.2.key");
        Assert.Equal(before, NamesNow());
        File.Move(Path.Combine(_folder.Path, "seal.key"), Path.Combine(_folder.Path, "names.key"));
        Assert.Equal(before, NamesNow());
        File.Delete(Path.Combine(_folder.Path, "names.key"));
        Assert.NotEqual(before, NamesNow());
    }

    [Fact]
    public void App_codes_of_every_version_are_read()
    {
        var now = KeyFolder.Now;
        var old = CodeUnder("app-code.key", now);
        Add("app-code.2.key");
        var (fresh, foreign) = (CodeUnder("app-code.2.key", now), CodeOf(RandomNumberGenerator.GetBytes(32), now));
        var secrets = DeploymentSecrets.Load(_folder.Path);
        using var ciphers = new SealingCiphers(secrets);
        var reader = new AppCodeReader(ciphers, secrets);
        Assert.Equal((AppCodeFault.None, AppCodeFault.None, AppCodeFault.NotOurs), (reader.Open(old, now).Fault, reader.Open(fresh, now).Fault, reader.Open(foreign, now).Fault));
        Assert.Equal(reader.Open(old, now).Member, reader.Open(fresh, now).Member);
        Assert.Equal(AppCodeFault.Expired, reader.Open(old, now.AddMinutes(5)).Fault);
    }

    [Fact]
    public void Member_secret_in_use_is_the_one_named_or_the_highest_and_what_is_not_there_is_named()
    {
        var one = DeploymentSecrets.Load(_folder.Path);
        Add("member.2.key");
        var (held, highest) = (DeploymentSecrets.Load(_folder.Path, memberWith: 1), DeploymentSecrets.Load(_folder.Path));
        Assert.Equal((1, 1, 2), (one.MemberVersion, held.MemberVersion, highest.MemberVersion));
        Assert.Equal(MemberKeys.Of("a-member", one.Member), MemberKeys.Of("a-member", held.Member));
        Assert.NotEqual(MemberKeys.Of("a-member", one.Member), MemberKeys.Of("a-member", highest.Member));
        Assert.Equal([2, 1], highest.Members.Select(version => version.Version));
        Assert.Contains("MemberWith", Assert.Throws<KeyMaterialException>(() => DeploymentSecrets.Load(_folder.Path, memberWith: 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_sealed_before_a_rekeying_opens_to_the_present_key()
    {
        using var sealing = new Sealed(_folder.Path);
        var present = new MemberKey(77);
        var (grant, dispute, token, decision) = (
            sealing.Seals.SealGrant(Member, 7), sealing.Seals.SealDispute(Member, 9), sealing.Claims(), sealing.Seals.SealDecision(Decision()));
        sealing.Formers.Take([new(Member, present, 1)]);
        Assert.True(sealing.Seals.TryOpenGrant(grant, out var holder, out var number) && (holder, number) == (present, 7));
        Assert.True(sealing.Seals.TryOpenDispute(dispute, out var contesting, out number) && (contesting, number) == (present, 9));
        Assert.True(sealing.Seals.TryOpenMember(token, out var shown) && shown == present);
        Assert.True(sealing.Seals.TryOpenDecision(decision, out var opened) && opened.Member == present);
        Assert.Equal((Member, present), (sealing.Seals.NamedBy(present), sealing.Seals.CurrentOf(Member)));
        Assert.NotEqual(sealing.Seals.PseudonymOf(Member, "citybike"), sealing.Seals.PseudonymOf(present, "citybike"));
        Add("seal.2.key");
        using var later = new Sealed(_folder.Path);
        later.Formers.Take([new(Member, present, 1)]);
        Assert.True(later.Seals.TryOpenDispute(dispute, out contesting, out _) && contesting == present);
    }

    [Fact]
    public void Version_that_is_there_twice_is_named()
    {
        Add("seal.1.key");
        Assert.Contains("version 1 of the secret seal twice", Assert.Throws<KeyMaterialException>(() => DeploymentSecrets.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decision_of_an_earlier_version_opens()
    {
        using var before = new Sealed(_folder.Path);
        var id = before.Seals.SealDecision(Decision());
        Add("seal.2.key");
        using var after = new Sealed(_folder.Path);
        Assert.True(after.Seals.TryOpenDecision(id, out var opened));
        Assert.Equal(Member, opened.Member);
        Assert.False(before.Seals.TryOpenDecision(after.Seals.SealDecision(Decision()), out _));
    }

    [Fact]
    public void Dispute_of_an_earlier_version_opens_and_one_of_a_later_version_does_not()
    {
        using var before = new Sealed(_folder.Path);
        var id = before.Seals.SealDispute(Member, 9);
        Add("seal.2.key");
        using var after = new Sealed(_folder.Path);
        Assert.True(after.Seals.TryOpenDispute(id, out var member, out var number));
        Assert.Equal((Member, 9L), (member, number));
        for (var dispute = 1; dispute <= 100; dispute++)
            Assert.False(before.Seals.TryOpenDispute(after.Seals.SealDispute(Member, dispute), out _, out _));
    }

    private static SealedDecision Decision() => new()
    {
        DecidedAt = KeyFolder.Now,
        PerkCode = 7,
        Member = Member,
        Terminal = "citybike:central-park:dock-1",
        SnapshotRevision = 1,
        CatalogRevision = 1,
        AsOf = KeyFolder.Now,
        Outcome = 1,
        CoarseCode = 1,
        PrincipalReason = 1,
        ReasonMask = 2,
        NextScoreStep = SealedDecision.NoNextScoreStep,
    };

    private void Add(string name) => PrivateFile.Create(Path.Combine(_folder.Path, name), RandomNumberGenerator.GetBytes(32));

    private string CodeUnder(string file, DateTimeOffset now) => CodeOf(File.ReadAllBytes(Path.Combine(_folder.Path, file)), now);

    private static string CodeOf(byte[] key, DateTimeOffset now)
    {
        using var cipher = new AesGcm(key, 16);
        return AppCode.Seal("a-member", now, RandomNumberGenerator.GetBytes(AppCode.NonceSize), cipher);
    }

    private sealed class Sealed : IDisposable
    {
        private readonly SealingCiphers _ciphers;

        public Sealed(string folder, int sealWith = 0)
        {
            var secrets = DeploymentSecrets.Load(folder, sealWith);
            _ciphers = new(secrets);
            Seals = new(_ciphers, secrets, new NonceSource(1), Formers);
        }

        public FormerKeys Formers { get; } = new();

        public Seals Seals { get; }

        public TokenClaims Claims() => KeyFolder.Claims() with { Member = Seals.SealMember(Member, KeyFolder.Claims().Id) };

        public bool OpensOwn() => Opens(Seals.SealGrant(Member, 7), Claims());

        public bool Opens(string grant, in TokenClaims token) =>
            Seals.TryOpenGrant(grant, out var member, out var number) && (member, number) == (Member, 7) && Seals.TryOpenMember(token, out member) && member == Member;

        public void Dispose() => _ciphers.Dispose();
    }
}
