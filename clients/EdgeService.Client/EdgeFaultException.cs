namespace EdgeService.Client;

/// <summary>A call was not answered; <see cref="Fault"/> says why and what to do next.</summary>
public sealed class EdgeFaultException : Exception
{
    public EdgeFaultException(EdgeFault fault, Exception? cause = null)
        : base($"{fault.Message} {fault.Advice}", cause) => Fault = fault;

    public EdgeFault Fault { get; }
}
