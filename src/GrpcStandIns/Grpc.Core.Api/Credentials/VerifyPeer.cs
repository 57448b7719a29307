namespace Grpc.Core;

/// <summary>Accepts or refuses a server's certificate after TLS itself did.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);

/// <summary>The server that is to be accepted; only a transport makes one.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    public string TargetName { get; }

    public string PeerPem { get; }
}
