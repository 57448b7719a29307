namespace EdgeService.Identity;

/// <summary>Who stands at the other end of a connection, as its door has found out; a feature of the connection.</summary>
public abstract class ConnectionIdentity
{
    /// <summary>The certificate that was presented; null at a door that asks for none.</summary>
    public virtual CertificateHolder? Certificate => null;

    /// <summary>What the caller has taken of what it may; its door finds it when the connection opens.</summary>
    public CallerAllowance? Allowance { get; set; }

    /// <summary>Calls of the connection that were let in. Counted without a lock: of those that come at once, one may go missing.</summary>
    public int CallsLetIn { get; private set; }

    public void CountCall() => CallsLetIn++;

    /// <summary>The caller of one request on it. Throws a fault if none is proven, or no longer.</summary>
    public abstract Caller CallerOf(HttpContext request);

    /// <summary>Whom a request that was refused claims to come from, for the audit log; empty where nobody can be named.</summary>
    public abstract string ClaimedBy(HttpContext request);
}
