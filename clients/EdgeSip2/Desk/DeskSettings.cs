using EdgeSip2.Edge;
using EdgeSip2.Protocol;
using EdgeSip2.Settings;

namespace EdgeSip2.Desk;

/// <summary>What all conversations of a gateway share.</summary>
/// <param name="Library">The library's own settings.</param>
/// <param name="Answers">Writes the gateway's own answers.</param>
/// <param name="Scanned">Tells codes, documents and cards apart.</param>
/// <param name="House">Null where the gateway answers alone.</param>
/// <param name="Clock">The time.</param>
internal sealed record DeskSettings(
    LibrarySettings Library, SipAnswers Answers, ScannedMember Scanned, HousePatron? House, TimeProvider Clock)
{
    public DateTimeOffset Now => Clock.GetUtcNow();
}
