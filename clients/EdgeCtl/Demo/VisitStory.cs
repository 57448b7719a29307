using EdgeCtl.Rendering;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>A visit to the hospital: treated at once, charged in three parts, each paid, and closed by the desk.</summary>
internal static class VisitStory
{
    private const string Treatment = "hospital.credit-treatment";

    private static readonly (string Part, long Amount)[] Parts = [("registration", 2_000), ("scan", 45_000), ("medicine", 13_050)];

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("A visit, paid in three parts", "hospital-desk");
        var begun = await narrator.TellAsync(
            "demo-alice is treated first",
            "GRANTED",
            () => cast.Desk.BeginAsync(cast.Asking("demo-alice", Treatment), cancellation: cancellation),
            Answers.Of,
            reply => BenefitWording.Of(reply.Decision?.Benefit));
        if (begun.Grant is not { } visit)
        {
            return;
        }

        foreach (var (part, amount) in Parts)
        {
            await narrator.TellAsync(
                $"the {part} is charged, {Wording.Of(Yuan.Of(amount))}",
                "DUE",
                () => cast.Desk.Grants.ChargeAsync(visit.GrantId, Yuan.Of(amount), $"invoice-{part}", part, cancellation: cancellation),
                Answers.OfMoney);
            await narrator.TellAsync(
                "and paid at the till",
                "PAID",
                () => cast.Desk.Grants.PayAsync(visit.GrantId, Yuan.Of(amount), $"till-{part}", cancellation: cancellation),
                Answers.OfMoney);
        }

        var closed = await narrator.TellAsync(
            "she goes home, the desk closes the visit",
            "RETURNED KEPT",
            () => cast.Desk.Grants.CloseAsync(visit.GrantId, "discharged", cancellation: cancellation),
            Answers.OfRecord);
        Draw(narrator, closed);
    }

    private static void Draw(Narrator narrator, Grant grant)
    {
        if (narrator.Screen is { } screen)
        {
            Timeline.Show(screen, GrantSteps.Of(grant));
        }
    }
}
