using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights.Texts;

/// <summary>Chinese.</summary>
internal static class ChineseRights
{
    public static RightsWording Wording { get; } = new(
        "{0}可以就{1}查询您能否享受：{2}。对方只会得知可以、不可以或需人工决定，绝不会得知您的分数、原因或失信记录。您可以随时撤回；已借出的照常履行至结束。",
        "；",
        ["出行", "图书馆", "医疗", "旅行", "购物", "金融", "居住", "交友"],
        ["较低", "中等", "良好", "优秀", "极好"],
        "您被法院列入失信被执行人名单。",
        "由法院移除；请联系将您列入名单的法院。",
        new Dictionary<Sector, string>
        {
            [Sector.Railway] = "铁路部门对您作出限制。",
            [Sector.Aviation] = "民航部门对您作出限制。",
            [Sector.Finance] = "金融部门对您作出限制。",
            [Sector.Healthcare] = "医疗部门对您作出限制。",
            [Sector.Other] = "有部门对您作出限制。",
        },
        "{0}仅限较高席别。",
        "付清所欠款项后提前解除。",
        ["您未提出异议。", "您已提出异议，正在人工处理。", "异议成立：该记录不计。", "异议不成立。"]);
}
