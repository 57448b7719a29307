using System.Collections.Immutable;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Flow;

/// <summary>
/// What members stated when their app asked for a token, such as the band they show. A token has no room for it, so this edge keeps it until
/// the token ends; at another edge, or after a restart, the member asks for a new token.
/// </summary>
public sealed class Statements(MemoryCache kept) : IDisposable
{
    public void Keep(TokenId token, ImmutableArray<NamedValue> attributes, DateTimeOffset until) =>
        kept.Set(token, attributes, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = until });

    /// <summary>What was stated; nothing if it is not known any more.</summary>
    public ImmutableArray<NamedValue> Of(TokenId token) =>
        kept.TryGetValue(token, out ImmutableArray<NamedValue> attributes) ? attributes : [];

    public void Dispose() => kept.Dispose();
}
