using EdgeService.Flow;
using EdgeService.Terminals;
using Wire = Perks.Member.V1;

namespace EdgeService.Members;

/// <summary>A grant as its member sees it, on the wire.</summary>
public static class OwnGrantWriting
{
    public static Wire.OwnGrant Write(OwnGrant own)
    {
        var message = new Wire.OwnGrant { Grant = GrantWriting.Write(own.Sight), PartnerId = own.Sight.Grant.Terms.PartnerId };
        if (own.Perk is { } perk)
            message.Titles.Add(TextWriting.Write(perk.Title));
        return message;
    }
}
