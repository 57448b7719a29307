using System.Text.Json;
using EdgeService.TestNeeds;
using Perks.Edge.V1;

namespace EdgeService.Tests.Interop;

[Collection(RunningServiceTests.Name)]
public sealed class TokenReadByOthersTests(RunningService service)
{
    [FactNeeds("zbarimg")]
    public Task Zbarimg_reads_the_picture_to_the_exact_text() =>
        PictureReadAsync(file => OutsideProgram.RunAsync("zbarimg", "--quiet", "--raw", file));

    [FactNeeds("node", "npm:jsqr", "npm:pngjs")]
    public Task Jsqr_reads_the_picture_to_the_exact_text() =>
        PictureReadAsync(file => OutsideProgram.NodeAsync("read-picture.cjs", file));

    [FactNeeds("python3:cbor2", "python3:cryptography")]
    public async Task Python_finds_the_token_canonical_and_rightly_signed()
    {
        var token = await service.NextTokenAsync();
        var key = await KeyAsync();
        var read = JsonDocument.Parse(await OutsideProgram.PythonAsync("verify_token.py", token.Text, key.PublicKey)).RootElement;

        Assert.Equal(key.Id, read.GetProperty("kid").GetString());
        Assert.Equal(token.TokenId.ToByteArray(), Convert.FromHexString(read.GetProperty("token_id").GetString()!));
        Assert.Equal(token.Audience, read.GetProperty("audience").GetString());
        Assert.Equal(token.ExpireTime.Seconds, read.GetProperty("expires").GetInt64());
        Assert.InRange(read.GetProperty("bytes").GetInt32(), 1, 160);
    }

    [FactNeeds("python3:cbor2", "python3:cryptography")]
    public async Task Python_finds_a_revoked_token_in_the_signed_status_list()
    {
        var (token, key) = (await service.NextTokenAsync(), await KeyAsync());
        Assert.True(Core.Tokens.TokenVerification.TryReadUnverified(token.Text, out _, out var claims));
        var index = claims.StatusIndex!.Value;
        using var channel = service.Process.Channel();
        var tokens = new TokenService.TokenServiceClient(channel);
        await tokens.RevokeTokenAsync(new RevokeTokenRequest { RequestId = RunningService.NewId(), TokenText = token.Text });
        var list = (await tokens.GetStatusListAsync(new GetStatusListRequest { KeyId = Google.Protobuf.ByteString.CopyFrom(Convert.FromHexString(key.Id)) })).StatusList;
        var arguments = new[] { Convert.ToHexStringLower(list.Token.Span), key.PublicKey, $"{index}", $"{index + 1}" };
        var read = JsonDocument.Parse(await OutsideProgram.PythonAsync("verify_status.py", arguments)).RootElement;

        Assert.Equal((key.Id, $"urn:perks:status:{key.Id}"), (read.GetProperty("kid").GetString(), read.GetProperty("sub").GetString()));
        Assert.Equal([1, 0], read.GetProperty("statuses").EnumerateArray().Select(status => status.GetInt32()));
        Assert.Equal((1 << 22, list.IssueTime.Seconds, list.ExpireTime.Seconds), (
            read.GetProperty("count").GetInt32(), read.GetProperty("iat").GetInt64(), read.GetProperty("exp").GetInt64()));
    }

    [FactNeeds("node", "npm:@auth0/cose")]
    public async Task Npm_cose_finds_the_token_rightly_signed()
    {
        var token = await service.NextTokenAsync();
        var payload = await OutsideProgram.NodeAsync("verify-token.cjs", token.Text, (await KeyAsync()).PublicKey);
        Assert.Contains(Convert.ToHexStringLower(token.TokenId.Span), payload, StringComparison.Ordinal);
    }

    [FactNeeds("node", "npm:@auth0/cose")]
    public async Task Npm_cose_refuses_the_token_with_one_character_changed()
    {
        var text = (await service.NextTokenAsync()).Text.ToCharArray();
        text[^20] = text[^20] == 'A' ? 'B' : 'A';
        var key = await KeyAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => OutsideProgram.NodeAsync("verify-token.cjs", new string(text), key.PublicKey));
    }

    private async Task PictureReadAsync(Func<string, Task<string>> read)
    {
        var token = await service.NextTokenAsync(PictureFormat.Png);
        var file = Path.Combine(service.Process.Home, RunningService.NewId() + ".png");
        await File.WriteAllBytesAsync(file, token.Picture.ToByteArray());
        Assert.Equal(token.Text, await read(file));
    }

    private async Task<(string Id, string PublicKey)> KeyAsync()
    {
        using var channel = service.Process.Channel();
        var keys = await new TokenService.TokenServiceClient(channel).ListVerificationKeysAsync(new ListVerificationKeysRequest());
        var key = Assert.Single(keys.Keys);
        return (Convert.ToHexStringLower(key.KeyId.Span), Convert.ToHexStringLower(key.SubjectPublicKeyInfo.Span));
    }
}
