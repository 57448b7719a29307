namespace EdgeService.Pages;

/// <summary>The pages that the browsers' door serves.</summary>
public sealed record PagesOptions
{
    public const string Section = "Edge:Pages";

    /// <summary>Folder of the built kiosk page. Without one, the page that was there when the service was built, if there was one.</summary>
    public string? KioskFolder { get; set; }
}
