using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>What the gate reads off a railway ticket: its class, and a digest that stands for the journey and tells nothing else of it.</summary>
internal sealed record Ticket(string Class, string Digest)
{
    /// <summary>A ticket of a journey that nobody has used yet.</summary>
    public static Ticket New(string ticketClass) => new(ticketClass, Guid.NewGuid().ToString("N"));

    public Dictionary<string, AttributeValue> Attributes => new()
    {
        ["ticket_class"] = new AttributeValue { Text = Class },
        ["ticket_digest"] = new AttributeValue { Text = Digest },
    };

    public Inquiry On(Inquiry inquiry)
    {
        inquiry.Attributes.Add(Attributes);
        return inquiry;
    }
}
