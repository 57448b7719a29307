using EdgeCtl.Rendering;
using EdgeService.Client;

namespace EdgeCtl.Demo;

/// <summary>Treatment now and payment later needs an open payment line; a wheelchair is there for whoever needs it, listed or not.</summary>
internal static class HospitalStory
{
    private const string Treatment = "hospital.credit-treatment";
    private const string Wheelchair = "hospital.wheelchair";
    private const string OneWheelchair = "demo-wheelchair-1";

    private static readonly string[] Patients = ["demo-fay", "demo-gus", "demo-dora", "demo-bo"];

    public static async Task PlayAsync(Cast cast, Narrator narrator, CancellationToken cancellation)
    {
        narrator.Begin("The hospital desk", "hospital-desk");
        await LeftBehind.TakeBackAsync(cast.Desk, [OneWheelchair], cancellation);
        await narrator.TellAsync(
            "demo-alice checks in for treatment",
            "ELIGIBLE",
            () => cast.Desk.CheckAsync(cast.Asking("demo-alice", Treatment), cancellation: cancellation),
            Answers.Of,
            decision => BenefitWording.Of(decision.Benefit));
        await narrator.TellAsync(
            "demo-dora has no open payment line",
            "INELIGIBLE NOT_AVAILABLE",
            () => cast.Desk.CheckAsync(cast.Asking("demo-dora", Treatment), cancellation: cancellation),
            Answers.Of,
            decision => DecisionView.Instead(decision.Remedy, cast.Language));
        var patient = await cast.FirstFreeAsync(cast.Desk, Wheelchair, Patients, cancellation);
        await LendWheelchairAsync(cast, narrator, patient, cancellation);
    }

    private static async Task LendWheelchairAsync(Cast cast, Narrator narrator, string patient, CancellationToken cancellation)
    {
        var begun = await narrator.TellAsync(
            patient == "demo-fay" ? "demo-fay, court-listed, takes a wheelchair" : $"{patient} takes a wheelchair",
            "GRANTED",
            () => cast.Desk.BeginAsync(cast.Asking(patient, Wheelchair, OneWheelchair), cancellation: cancellation),
            Answers.Of,
            reply => BenefitWording.Of(reply.Decision?.Benefit));
        if (begun.Grant is not { } grant)
        {
            return;
        }

        await cast.Desk.ConfirmAsync(grant.GrantId, cancellation: cancellation);
        await narrator.TellAsync(
            "the wheelchair is back",
            "RETURNED",
            () => cast.Desk.ReturnAsync(GrantTarget.Item(OneWheelchair), cancellation: cancellation),
            Answers.Of);
    }
}
