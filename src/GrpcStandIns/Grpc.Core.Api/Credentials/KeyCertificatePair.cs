using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>A certificate chain and its private key, both PEM.</summary>
public sealed class KeyCertificatePair(string certificateChain, string privateKey)
{
    public string CertificateChain { get; } = GrpcPreconditions.CheckNotNull(certificateChain, nameof(certificateChain));

    public string PrivateKey { get; } = GrpcPreconditions.CheckNotNull(privateKey, nameof(privateKey));
}
