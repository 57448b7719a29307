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
