namespace EdgeService.Core.Perks;

/// <summary>Checks what a perk gives.</summary>
internal static class BenefitLint
{
    internal static void Check(Perk perk, string path, FaultList faults)
    {
        var benefit = perk.Benefit;
        faults.Require(benefit != new Benefit { CreditLadder = benefit.CreditLadder } || benefit.CreditLadder.Count > 0, path, "must give something");
        if (benefit.DepositWaived is { } deposit)
        {
            faults.RequireMoney(deposit, path + ".depositWaived", least: 0);
        }

        faults.Require(benefit.TrialDays is >= 0 and <= 366, path + ".trialDayCount", "must be 0 to 366");
        faults.Require(benefit.PayLaterDays is >= 0 and <= 366, path + ".payLaterDayCount", "must be 0 to 366");
        faults.Require(benefit.DiscountPercent is >= 0 and <= 100, path + ".discountPercent", "must be 0 to 100");
        CheckLadder(perk, path + ".creditLadder", faults);
    }

    private static void CheckLadder(Perk perk, string path, FaultList faults)
    {
        var ladder = perk.Benefit.CreditLadder;
        for (var i = 0; i < ladder.Count; i++)
        {
            faults.RequireMoney(ladder[i].Limit, $"{path}[{i}].limit");
            if (i > 0)
            {
                faults.Require(ladder[i].Step > ladder[i - 1].Step, $"{path}[{i}].score", "must rise from rung to rung");
                faults.Require(ladder[i].Limit.MinorUnits > ladder[i - 1].Limit.MinorUnits, $"{path}[{i}].limit", "must rise from rung to rung");
                faults.Require(ladder[i].Limit.Currency == ladder[0].Limit.Currency, $"{path}[{i}].limit.currency", "must be the same on every rung");
            }
        }

        faults.Require(
            ladder.Count == 0 || (perk.Thresholds.Length > 0 && ladder[0].Step <= perk.Thresholds[0]),
            path,
            "must begin at the perk's lowest score threshold, or some who are eligible would have no limit");
    }
}
