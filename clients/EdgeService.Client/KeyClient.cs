using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;

namespace EdgeService.Client;

/// <summary>What operators do with the signing keys of one edge. Key ids are 16 hexadecimal digits. Safe for concurrent use.</summary>
public sealed class KeyClient(EdgeChannel channel)
{
    private readonly KeyService.KeyServiceClient _keys = new(channel.Invoker);

    /// <summary>The keys of the edge, and those of others that it believes.</summary>
    public Task<ListKeysResponse> ListAsync(CancellationToken cancellation = default) =>
        _keys.ListKeysAsync(new ListKeysRequest(), channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Makes a key that nobody knows yet.</summary>
    public async Task<SigningKey> PrepareAsync(KeyScope scope, CancellationToken cancellation = default) =>
        (await _keys.PrepareKeyAsync(new PrepareKeyRequest { Scope = scope }, channel.Options(cancellation)).AnswerAsync(cancellation)).Key;

    /// <summary>Puts a prepared key on the list, and says when it may be used.</summary>
    public Task<PublishKeyResponse> PublishAsync(string keyId, CancellationToken cancellation = default) =>
        _keys.PublishKeyAsync(new PublishKeyRequest { KeyId = IdOf(keyId) }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Lets a published key sign from now on.</summary>
    public async Task<SigningKey> UseAsync(string keyId, TimeSpan? signFor = null, CancellationToken cancellation = default) =>
        (await _keys.UseKeyAsync(new UseKeyRequest { KeyId = IdOf(keyId), SignFor = signFor?.ToDuration() }, channel.Options(cancellation)).AnswerAsync(cancellation)).Key;

    /// <summary>Ends the signing of a key.</summary>
    public async Task<SigningKey> RetireAsync(string keyId, CancellationToken cancellation = default) =>
        (await _keys.RetireKeyAsync(new RetireKeyRequest { KeyId = IdOf(keyId) }, channel.Options(cancellation)).AnswerAsync(cancellation)).Key;

    /// <summary>Deletes a key that no live token needs.</summary>
    public Task RemoveAsync(string keyId, CancellationToken cancellation = default) =>
        _keys.RemoveKeyAsync(new RemoveKeyRequest { KeyId = IdOf(keyId) }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Believes a key no more, at once; returns the keys that sign now.</summary>
    public async Task<IReadOnlyList<SigningKey>> CompromiseAsync(string keyId, CancellationToken cancellation = default) =>
        (await _keys.CompromiseKeyAsync(new CompromiseKeyRequest { KeyId = IdOf(keyId) }, channel.Options(cancellation)).AnswerAsync(cancellation)).Keys;

    private static ByteString IdOf(string keyId) => ByteString.CopyFrom(Convert.FromHexString(keyId));
}
